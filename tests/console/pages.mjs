// The console as people use it. Each test begins with a program of its own.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { send, start } from "./carts.mjs";

const tools = createRequire(resolve("target/tools/npm/tests/tools/package.json"));
const { chromium } = tools("playwright-core");
const axe = readFileSync(tools.resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env.SCREENSHOTS;

let browser, carts, context, page, complaints;

before(async () => {
  // Chromium's own sandbox needs privileges that containers do not have.
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});
after(() => browser.close());
beforeEach(async () => {
  carts = await start();
  await open({});
});
afterEach(async () => {
  await context.close();
  await carts.stop();
  assert.deepEqual(complaints, [], "the browser complains, such as about the content security policy");
});

/** The program with these options, in the place of the one that each test begins with. */
async function instead(options) {
  await carts.stop();
  carts = await start(options);
  await open({});
}

/** A browser of this size and scheme, with a page that is empty. */
async function open({ width = 1280, height = 900, colorScheme = "light" }) {
  await context?.close();
  context = await browser.newContext({ viewport: { width, height }, colorScheme, baseURL: carts.console });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A page that is a failure by its status is a failure that the test asks for.
    const asked = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !asked) complaints.push(message.text());
  });
}

/** Nothing serious on the page, for people who see little or use no mouse; and nothing wider than the window. */
async function inspect(name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run());
  const serious = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const words = serious.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(", ")}`);
  assert.deepEqual(words, [], name);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(excess, 0, `${name} is wider than its window`);
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }
}

/** The row of this fact in a comparison. */
const fact = (name) => page.locator("tr", { has: page.getByRole("rowheader", { name }) });
const rows = () => page.locator("ol.requests > li");

test("requests appear as they come, and an opened one says why", async () => {
  await page.goto("/");
  await page.getByText("No request yet.").waitFor();
  await inspect("empty");
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await send(carts.gateway, "POST", "/carts", '{"customer":"Ada"}'), 201);
  assert.equal(await send(carts.gateway, "GET", "/carts/7"), 404);
  await rows().nth(1).waitFor();
  assert.equal(await page.getByText("No request yet.").isVisible(), false);
  assert.match(await rows().nth(0).innerText(), /404\s+GET\s+\/carts\/7/);
  assert.match(await rows().nth(1).innerText(), /201\s+POST\s+\/carts/);
  await inspect("list");

  await rows().nth(0).getByRole("link").click();
  for (const stage of ["Method request", "Integration request", "Integration", "Integration response", "Method response"]) {
    await page.getByRole("heading", { name: stage, exact: false }).first().waitFor();
  }
  const chosen = page.locator('.patterns > li[data-chosen="true"]');
  assert.match(await chosen.innerText(), /takes it[\s\S]*Not Found: /);
  assert.match(await page.locator(".patterns").innerText(), /Stopped at character \d+: the text has/);
  await inspect("opened");
});

test("a request that is gone, and a page that is not there, say what to do", async () => {
  await page.goto("/requests/99");
  await page.getByRole("alert").getByText("the last 200 requests").waitFor();
  await inspect("gone");
});

test("an opaque 500 stands beside its cause", async () => {
  assert.equal(await send(carts.gateway, "GET", "/carts/0"), 500);
  await page.goto("/requests/1");
  const cause = page.getByRole("region", { name: "Hidden from the client" });
  assert.match(await cause.innerText(), /the record of cart 0 is damaged: EOF/);
  assert.match(await page.locator("ol.log").innerText(), /ERROR[\s\S]*code=RecordDamaged/);
  assert.doesNotMatch(await page.locator("section[aria-labelledby=response]").innerText(), /damaged/);
  // Behind the other integration it is as opaque, and has the same cause.
  await page.getByRole("button", { name: "Custom and proxy" }).click();
  await page.waitForURL("**/compare?a=2&b=3");
  await page.getByText("The client gets the same answer.").waitFor();
  await page.getByRole("link", { name: "#3" }).first().click();
  assert.match(await cause.innerText(), /the record of cart 0 is damaged/);
  await page.goto("/requests/1");
  await inspect("cause");
});

test("a request is replayed, edited, compared, and run through both integrations", async () => {
  await send(carts.gateway, "GET", "/carts/7?full=yes");
  await page.goto("/requests/1");
  await page.getByRole("button", { name: "Replay" }).click();
  await page.waitForURL("**/requests/2");
  await page.getByRole("link", { name: "Edit and replay" }).click();
  await page.getByLabel("Path and query").fill("/carts/x");
  await inspect("edit");
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL("**/requests/3");
  assert.match(await page.locator("h1").innerText(), /400\s+GET\s+\/carts\/x/);

  await page.getByLabel("Compare with").selectOption("1");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.waitForURL("**/compare?a=3&b=1");
  assert.match(await fact(/^Status/).innerText(), /different\s+400 Bad Request\s+404 Not Found/);
  await inspect("compared");

  await page.goto("/requests/1");
  await page.getByRole("button", { name: "Custom and proxy" }).click();
  await page.waitForURL("**/compare?a=4&b=5");
  const status = fact(/^Status/);
  assert.match(await status.innerText(), /404 Not Found\s+404 Not Found/);
  assert.equal(await status.getAttribute("data-differs"), "false");
  assert.match(await page.getByText("The client's response: body").locator("..").innerText(), /the same/);
  await inspect("both");
});

test("a request is composed from the operation's schema, and a mistake in it is named", async () => {
  await page.goto("/try");
  await page.getByLabel("Begin with an operation").selectOption({ label: "POST /carts" });
  await page.getByRole("button", { name: "Fill in" }).click();
  assert.match(await page.getByLabel("Body").inputValue(), /"customer": "text"/);
  await page.getByLabel("Headers, one on each line").fill("no colon");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("write `Name: value`").waitFor();
  await inspect("mistake");
  await page.getByLabel("Headers, one on each line").fill("Content-Type: application/json");
  await page.getByLabel("both, side by side").check();
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForURL("**/compare?a=1&b=2");
  assert.match(await fact(/^Status/).innerText(), /201 Created\s+201 Created/);
});

test("each operation is tried as its schemas say, and none is refused by the gateway", async () => {
  await page.goto("/try");
  const names = await page.getByLabel("Begin with an operation").locator("option").allInnerTexts();
  assert.ok(names.includes("GET /carts/{cart}"), names.join());
  for (const name of names.filter((name) => !name.startsWith("ANY") && !name.startsWith("OPTIONS"))) {
    await page.goto("/try");
    await page.getByLabel("Begin with an operation").selectOption({ label: name });
    await page.getByRole("button", { name: "Fill in" }).click();
    assert.equal(await page.getByLabel("Method").inputValue(), name.split(" ")[0]);
    assert.equal(await page.getByLabel("Begin with an operation").locator("option:checked").innerText(), name);
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL("**/requests/*");
    const status = Number(await page.locator("h1 .status").innerText());
    assert.ok(![400, 415, 422].includes(status), `${name} is answered with ${status}: ${await page.locator(".verdict-line").innerText()}`);
  }
});

test("the contract stands beside the document", async () => {
  await page.goto("/operations");
  await inspect("operations");
  await page.getByRole("link", { name: "POST /carts", exact: false }).first().click();
  const success = page.locator("details.answer", { hasText: "Created" });
  await success.locator("summary").first().click();
  const facts = await success.locator("dl.facts").first().innerText();
  assert.match(facts, /Headers\s+Location[\s\S]*Members\s+\S+[\s\S]*application\/json/);
  assert.match(await success.innerText(), /the envelope that the function ends with[\s\S]*"status": 201/);
  assert.match(await success.innerText(), /In a proxy integration: the answer[\s\S]*"statusCode": 201/);
  await inspect("success");
  await page.goto("/operations");
  await page.getByRole("link", { name: "GET /carts/{cart}" }).click();
  const failure = page.locator("details.failure", { hasText: "CartNotFound" });
  await failure.locator("summary").first().click();
  assert.equal(await failure.locator("mark").first().innerText(), "Not Found: ");
  assert.match(await failure.innerText(), /"statusCode": 404/);
  await inspect("operation");
  await failure.getByRole("button", { name: "See what the client gets" }).click();
  assert.match(await page.locator("#answer").innerText(), /404[\s\S]*pattern \d+ of \d+ takes it/);
});

test("the list keeps the last 200, however many come", async () => {
  await page.goto("/");
  await page.getByText("Live", { exact: true }).waitFor();
  for (let count = 0; count < 250; count += 1) await send(carts.gateway, "GET", `/carts/${count + 1}`);
  await page.locator('ol.requests a[href="/requests/250"]').waitFor();
  assert.equal(await rows().count(), 200);
  assert.match(await rows().nth(199).innerText(), /\/carts\/51/);
});

test("10,000 requests leave the memory as it was after 1,000", async () => {
  const follower = new AbortController();
  // A page that follows the requests, and takes none of them.
  await fetch(`${carts.console}/events`, { signal: follower.signal });
  const path = `/carts/7?text=${"x".repeat(3000)}`;
  const ask = async (count) => {
    for (let asked = 0; asked < count; asked += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(carts.gateway, "GET", path)));
      assert.deepEqual(new Set(answers), new Set([404]));
    }
  };
  await ask(1000);
  const before = carts.memory();
  await ask(9000);
  const grown = carts.memory() - before;
  // Each request takes more than 10 kB, so that 9,000 more would be 90 MB.
  assert.ok(grown < 8e6, `${grown} bytes more than ${before}`);
  follower.abort();
  await page.goto("/");
  assert.equal(await rows().count(), 200);
  await page.locator('ol.requests a[href="/requests/10000"]').waitFor();
});

test("a pasted message shows which pattern takes it", async () => {
  await page.goto("/message");
  await page.getByLabel("Operation").selectOption({ label: "GET /carts/{cart}" });
  await page.getByLabel("errorMessage").fill("Not found: no cart");
  await page.getByRole("button", { name: "Show" }).click();
  assert.match(await page.locator("#answer").innerText(), /^500/);
  assert.match(await page.locator("#answer").innerText(), /the text has "found: no ca/);
  await inspect("message");
});

test("hostile texts are texts", async () => {
  let said = false;
  page.on("dialog", (dialog) => { said = true; return dialog.dismiss(); });
  const hostile = '</code><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\u0000';
  await page.goto("/");
  await page.getByText("Live", { exact: true }).waitFor();
  await send(carts.gateway, "POST", `/carts?q=${encodeURIComponent(hostile)}`, JSON.stringify({ customer: hostile.repeat(20) }));
  await send(carts.gateway, "POST", "/carts", JSON.stringify({ customer: "<b>".repeat(350_000) }));
  await rows().nth(1).waitFor();
  for (const path of ["/requests/1", "/requests/2", "/try?from=1", "/compare?a=1&b=2"]) {
    await page.goto(path);
    assert.equal(await page.locator("main img, main b, main script").count(), 0, path);
  }
  await page.goto("/requests/1");
  const shown = await page.locator("main").innerText();
  assert.match(shown, /<script>alert\(1\)<\/script>/);
  assert.match(shown, /U\+202E/);
  assert.doesNotMatch(shown, /\u202e/);
  await page.goto("/requests/2");
  const long = page.locator("section, li.stage").filter({ has: page.getByRole("heading", { name: "Method request" }) });
  assert.match(await long.innerText(), /Body\s+1\.0 MB/);
  await long.getByText("Body", { exact: true }).click();
  assert.match(await long.innerText(), /These are the first 32\.7 kB of 1\.0 MB/);
  const whole = await context.request.get(await long.getByRole("link", { name: "The whole text as it is" }).getAttribute("href"));
  assert.equal((await whole.body()).length, 1_050_015);
  await page.goto("/message");
  await page.getByLabel("errorMessage").fill(`Not Found: ${hostile}`);
  await page.getByRole("button", { name: "Show" }).click();
  assert.match(await page.locator("#answer").innerText(), /<img src=x onerror=alert\(2\)>U\+202E/);
  assert.equal(await page.locator("main img").count(), 0);
  await inspect("hostile");
  assert.equal(said, false);
});

test("a page that nobody sees holds no connection, and catches up when it is seen", async () => {
  await page.goto("/");
  await page.getByText("Live", { exact: true }).waitFor();
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  const closed = page.waitForEvent("requestfailed", (request) => request.url().includes("/events"));
  await hide(true);
  await closed;
  await send(carts.gateway, "GET", "/carts/7");
  assert.equal(await rows().count(), 0);
  await hide(false);
  await rows().nth(0).waitFor();
  await send(carts.gateway, "GET", "/carts/8");
  await rows().nth(1).waitFor();
  assert.match(await rows().nth(0).innerText(), /\/carts\/8/);
  await page.getByText("Live: 2 new requests").waitFor();
});

test("a program that begins again says that its requests are gone, and leaves an opened one to its reader", async () => {
  await send(carts.gateway, "GET", "/carts/7");
  await page.goto("/");
  await page.getByText("Live", { exact: true }).waitFor();
  const opened = await context.newPage();
  await opened.goto("/requests/1");
  await opened.getByText("Live", { exact: true }).waitFor();
  await carts.stop();
  await page.getByText("Not live: the gateway does not answer.").waitFor();
  const [port, consolePort] = [carts.gateway, carts.console].map((address) => new URL(address).port);
  carts = await start({ port, consolePort });
  await page.getByText("No request yet.").waitFor();
  assert.match(await page.locator("main").innerText(), /The program began again at .* The requests to the former one are gone\./);
  await inspect("begun-again");
  await opened.getByText("this page is of the former one, whose requests are gone").waitFor();
  assert.match(await opened.locator("h1").innerText(), /404\s+GET\s+\/carts\/7/);
});

test("the console of serve --watch says what is built, and comes back by itself", async () => {
  await instead({ options: ["--watch", "--cargo", "--package", "carts"], signal: "SIGINT" });
  page.setDefaultTimeout(240_000);
  await send(carts.gateway, "GET", "/carts/7");
  await page.goto("/");
  await rows().nth(0).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  const attempt = await context.newPage();
  attempt.setDefaultTimeout(240_000);
  await attempt.goto("/try");
  const now = new Date();
  utimesSync("examples/carts/src/main.rs", now, now);
  await page.getByText("A source has changed, and the program is being built again.").waitFor();
  await inspect("building");
  // The former program answers meanwhile.
  assert.equal(await send(carts.gateway, "GET", "/carts/8"), 404);
  await page.getByText("The program began again").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  assert.equal(await page.getByText("is being built again").count(), 0);
  assert.equal(await send(carts.gateway, "GET", "/carts/9"), 404);
  await rows().nth(0).waitFor();
  assert.match(await rows().nth(0).innerText(), /\/carts\/9/);
  // What somebody writes stays, and can be sent.
  await attempt.getByLabel("Path and query").fill("/carts/10");
  await attempt.getByRole("button", { name: "Send" }).click();
  await attempt.waitForURL("**/requests/2");
});

test("drifts stand at their operations", async () => {
  const document = join(mkdtempSync(join(tmpdir(), "console-")), "drifted.yaml");
  const own = readFileSync("examples/carts/openapi/custom.yaml", "utf8");
  assert.ok(own.includes("Task timed out"));
  writeFileSync(document, own.replaceAll("Task timed out", "Timeout"));
  await instead({ options: ["--document", document] });
  await page.goto("/operations");
  const operation = page.getByRole("link", { name: "GET /carts/{cart}", exact: false }).first();
  assert.match(await operation.innerText(), /\d+ drifts?/);
  await operation.click();
  const drifts = page.getByRole("region", { name: "Where the document differs from the types" });
  assert.match(await drifts.innerText(), /504/);
  await inspect("drifts");
});

test("the keyboard is enough", async () => {
  await send(carts.gateway, "GET", "/carts/7");
  await send(carts.gateway, "GET", "/carts/8");
  await page.goto("/");
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  assert.equal(await focused(), "To the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  assert.match(await focused(), /\/carts\/8/);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus is seen");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/requests/1");
  for (let presses = 0; presses < 60 && (await focused()) !== "Replay"; presses += 1) await page.keyboard.press("Tab");
  assert.equal(await focused(), "Replay");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/requests/3");
});

for (const [name, options] of [
  ["narrow", { width: 400, height: 800 }],
  ["dark", { colorScheme: "dark" }],
  ["narrow-dark", { width: 400, height: 800, colorScheme: "dark" }],
]) {
  test(`it is readable: ${name}`, async () => {
    await open(options);
    await send(carts.gateway, "GET", "/carts/0");
    await send(carts.gateway, "POST", "/carts", '{"customer":"Ada"}');
    for (const [path, what] of [
      ["/", "list"],
      ["/requests/1", "opened"],
      ["/requests/2", "success"],
      ["/operations", "operations"],
      ["/operations/1", "operation"],
      ["/try?from=2", "try"],
      ["/message", "message"],
      ["/compare?a=1&b=2", "compared"],
    ]) {
      await page.goto(path);
      await inspect(`${name}-${what}`);
    }
  });
}
