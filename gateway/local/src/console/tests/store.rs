//! What is kept of requests.

use super::exchanged;
use crate::{
    Document, LocalGateway,
    console::{
        record::Sender,
        store::{KEPT, Store},
    },
    server::Exchange,
};
use http::Request;
use std::sync::Arc;

fn exchange(body: usize) -> Exchange {
    exchanged(Request::new(()).into_parts().0, &vec![b'x'; body])
}

#[test]
fn ten_thousand_requests_leave_the_last_ones() {
    let store = Store::new();
    for _ in 0..10_000 {
        store.add(exchange(0), Sender::Client);
    }
    let kept = store.newest_first();
    assert_eq!(kept.len(), KEPT);
    assert_eq!(kept[0].number, 10_000);
    assert!(store.get(10_000 - KEPT as u64).is_none());
    assert!(store.get(10_001 - KEPT as u64).is_some());
}

#[test]
fn large_requests_leave_earlier_than_small_ones() {
    let store = Store::new();
    let body = 10 << 20;
    for _ in 0..50 {
        store.add(exchange(body), Sender::Client);
    }
    let kept = store.newest_first();
    assert_eq!(kept.len(), 6, "60 MiB fit into 64");
    let memory: usize = kept.iter().map(|record| record.size()).sum();
    assert!(memory <= 64 << 20, "{memory}");
    store.add(exchange(100 << 20), Sender::Client);
    assert_eq!(store.newest_first().len(), 1, "the last one stays");
}

#[test]
fn a_listener_gets_what_it_missed_and_what_comes() {
    let store = Store::new();
    store.add(exchange(0), Sender::Client);
    store.add(exchange(0), Sender::Client);
    let (missed, mut news) = store.listen(1);
    assert_eq!(missed, [2]);
    store.add(exchange(0), Sender::Client);
    assert_eq!(news.try_recv().unwrap(), 3);
}

#[test]
fn a_listener_that_does_not_read_keeps_nothing_alive() {
    let store = Store::new();
    store.add(exchange(0), Sender::Client);
    let first = Arc::downgrade(&store.get(1).unwrap());
    let _late = [store.listen(0), store.listen(1)];
    for _ in 0..KEPT {
        store.add(exchange(0), Sender::Client);
    }
    assert!(first.upgrade().is_none());
}

#[test]
fn a_record_does_not_keep_a_replaced_document() {
    let gateway = LocalGateway::new(Document::read(super::DOCUMENT).unwrap(), super::Carts);
    let exchange = Exchange {
        gateway: gateway.clone(),
        ..exchange(0)
    };
    let record = Store::new().add(exchange, Sender::Client);
    assert!(record.deployment().is_some());
    drop(gateway);
    assert!(record.deployment().is_none());
}
