//! `$foreach` and `$foreach.info`.

use super::{
    super::value::{LoopId, MapId},
    Called, Fault, Heap, Key, Method, Property, Value, collections, some, unsupported,
};

/// The member of a map, or of `$foreach` and the loops around it.
pub(crate) fn member(heap: &mut Heap, receiver: Value, key: Key) -> Called {
    let id = match receiver {
        Value::Map(map) => return heap.get(map, key),
        Value::Loop(id) => id,
        _ => return Ok(None),
    };
    let mut around = Some(id);
    while let Some(id) = around {
        heap.budget.charge(1)?;
        let found = heap.get(heap.looped(id).members, key)?;
        if found.is_some() {
            return Ok(found);
        }
        around = heap.looped(id).parent;
    }
    Ok(None)
}

pub(super) fn property(heap: &mut Heap, id: LoopId, property: Property) -> Called {
    let looped = *heap.looped(id);
    Ok(Some(match property {
        Property::Index => Value::integer(looped.index),
        Property::Count => Value::integer(looped.index + 1),
        Property::HasNext => Value::from(looped.has_next),
        Property::First => Value::from(looped.index == 0),
        Property::Last => Value::from(!looped.has_next),
        Property::Parent => looped.parent.map(Value::Loop).unwrap_or_default(),
        Property::Topmost => Value::Loop(topmost(heap, id)?),
        Property::Replaced => {
            let top = topmost(heap, id)?;
            heap.looped(top).replaced
        }
        Property::Info => Value::LoopInfo(id),
        _ => return Ok(None),
    }))
}

fn topmost(heap: &mut Heap, id: LoopId) -> Result<LoopId, Fault> {
    let mut outer = id;
    while let Some(parent) = heap.looped(outer).parent {
        heap.budget.charge(1)?;
        outer = parent;
    }
    Ok(outer)
}

/// Of `$foreach.info`, what does not depend on the name that AWS gives to a template.
pub(super) fn info(heap: &mut Heap, id: LoopId, property: Property) -> Called {
    let position = heap.looped(id).position;
    match property {
        Property::Name => heap.value("foreach").map(Some),
        Property::Type => heap.value("block").map(Some),
        Property::Depth => some(Value::integer(heap.loop_depth(id)?)),
        Property::Line => some(Value::integer(position.line as usize)),
        Property::Column => some(Value::integer(position.column as usize)),
        Property::Template => unsupported(),
        _ => Ok(None),
    }
}

pub(super) fn call(heap: &mut Heap, id: LoopId, method: Method, arguments: &[Value]) -> Called {
    if let (Some(getter), []) = (method.getter(), arguments)
        && let Some(value) = property(heap, id, getter)?
    {
        return Ok(Some(value));
    }
    let members: MapId = heap.looped(id).members;
    collections::call_map(heap, members, method, arguments)
}
