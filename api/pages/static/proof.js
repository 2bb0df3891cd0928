// Checks a proof in the browser, as verify.py does: SHA-256 of what was recorded, its way to the signed head (RFC 9162),
// the signature of the head (Ed25519, C2SP signed note), and the keys from the first to the one that signed.
"use strict";

const place = document.getElementById("proof");
const utf8 = new TextEncoder();

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));
const leafHash = (text) => sha256([0], utf8.encode(text));
const nodeHash = (left, right) => sha256([1], left, right);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => hex(a) === hex(b);

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
}

function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("hex");
  return Uint8Array.from(text.match(/../g) || [], (byte) => parseInt(byte, 16));
}

function fromBase64(text) {
  const raw = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  if (btoa(String.fromCharCode(...raw)) !== text) throw new Error("base64");
  return raw;
}

function readHead(note) {
  const [body, signatures, more] = note.split("\n\n");
  const [origin, size, root, extra] = body.split("\n");
  if (more !== undefined || extra !== undefined || !/^[1-9][0-9]{0,15}$/.test(size) || !signatures.endsWith("\n")) throw new Error("note");
  const signed = signatures.slice(0, -1).split("\n").map((line) => {
    const [dash, name, text] = line.split(" ");
    if (dash !== "\u2014") throw new Error("note");
    const raw = fromBase64(text);
    return { name, id: raw.slice(0, 4), signature: raw.slice(4) };
  });
  return { origin, size: Number(size), root: fromBase64(root), text: `${body}\n`, signed };
}

async function readKey(text) {
  const [name, id, ...rest] = text.split("+");
  const raw = fromBase64(rest.join("+"));
  const expected = (await sha256(utf8.encode(`${name}\n`), raw)).slice(0, 4);
  if (raw.length !== 33 || raw[0] !== 1 || hex(expected) !== id) throw new Error("key");
  return { name, id: expected, public: raw.slice(1), text };
}

async function included(leaf, index, size, path, root) {
  let at = index, last = size - 1, value = leaf;
  for (const step of path) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      value = await nodeHash(step, value);
      while (at && !(at % 2)) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else {
      value = await nodeHash(value, step);
    }
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return index >= 0 && index < size && last === 0 && same(value, root);
}

async function extended(old, size, path, before, after) {
  if (old === size) return path.length === 0 && same(before, after);
  if (!(old > 0 && old < size) || !path.length) return false;
  let power = old;
  while (power % 2 === 0) power /= 2;
  const steps = power === 1 ? [before, ...path] : path;
  let at = old - 1, last = size - 1;
  while (at % 2) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
  let first = steps[0], second = steps[0];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      first = await nodeHash(step, first); second = await nodeHash(step, second);
      while (at && !(at % 2)) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else {
      second = await nodeHash(second, step);
    }
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return last === 0 && same(first, before) && same(second, after);
}

async function signedBy(head, key) {
  const mine = head.signed.find((one) => one.name === key.name && same(one.id, key.id));
  if (!mine) return false;
  const imported = await crypto.subtle.importKey("raw", key.public, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, mine.signature, utf8.encode(head.text));
}

async function hasEd25519() {
  try {
    await crypto.subtle.importKey("raw", fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), { name: "Ed25519" }, false, ["verify"]);
    return true;
  } catch { return false; }
}

async function contentsHold(leaf, contents) {
  for (const [name, text] of Object.entries(contents)) {
    if (`sha256:${hex(await sha256(utf8.encode(text)))}` !== leaf[name]) return false;
  }
  if (leaf.kind !== "decision") return true;
  const law = JSON.parse(contents.assessment).law;
  return law.rulebook === leaf.rulebook && law.known_on === leaf.known_on;
}

async function identityHolds(leaf, identity) {
  const data = await sha256(fromHex(identity.salt), utf8.encode(identity.data));
  return `sha256:${hex(data)}` === leaf.identity;
}

async function keysHold(proof, head, keys, signatures) {
  let before = null, last = 0;
  for (const [i, link] of proof.keys.entries()) {
    const leaf = JSON.parse(link.entry), at = readHead(link.head), key = keys[i];
    const named = leaf.kind === "key" && leaf.number > last && key.name === head.origin && at.origin === head.origin && at.size === leaf.number;
    if (!named || (i === 0 && leaf.number !== 1)) return false;
    for (const one of before ? [before, key] : [key]) if (signatures && !(await signedBy(at, one))) return false;
    if (!(await included(await leafHash(link.entry), leaf.number - 1, leaf.number, link.inclusion.map(fromHex), at.root))) return false;
    if (!(await extended(at.size, head.size, link.consistency.map(fromHex), at.root, head.root))) return false;
    before = key; last = leaf.number;
  }
  return keys.length > 0;
}

function told(name, state) {
  const line = document.getElementById(`check-${name}`);
  line.className = state;
  line.querySelector(".sign").textContent = { held: "✓", failed: "✗", skipped: "–" }[state];
  line.querySelector(".state").textContent = place.dataset[state];
}

async function check(proof) {
  const leaf = JSON.parse(proof.entry), head = readHead(proof.head);
  const keys = await Promise.all(proof.keys.map((link) => readKey(JSON.parse(link.entry).key)));
  const signatures = await hasEd25519();
  const results = {
    contents: await contentsHold(leaf, proof.contents),
    identity: proof.identity === null ? null : await identityHolds(leaf, proof.identity),
    inclusion: await included(await leafHash(proof.entry), leaf.number - 1, head.size, proof.inclusion.map(fromHex), head.root),
    signature: signatures ? await signedBy(head, keys[keys.length - 1]) : null,
    keys: await keysHold(proof, head, keys, signatures),
  };
  for (const [name, held] of Object.entries(results)) told(name, held === null ? "skipped" : held ? "held" : "failed");
  return { results, keys };
}

function conclude(state) {
  const box = document.getElementById("verdict");
  box.className = `notice ${{ held: "good", part: "doubt", failed: "bad" }[state]}`;
  box.textContent = place.dataset[`verdict${state[0].toUpperCase()}${state.slice(1)}`];
}

async function run() {
  try {
    const answer = await fetch(place.dataset.url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const { results, keys } = await check(JSON.parse(await answer.text()));
    const values = Object.values(results);
    conclude(values.includes(false) ? "failed" : results.signature === null ? "part" : "held");
    const own = document.getElementById("own-key");
    own.hidden = false;
    own.addEventListener("input", () => {
      const given = own.querySelector("input").value.trim();
      own.querySelector("output").textContent = !given ? "" : keys.some((key) => key.text === given) ? own.dataset.same : own.dataset.other;
    });
  } catch (error) {
    conclude("failed");
  }
}

if (window.isSecureContext && crypto.subtle) run();
else document.getElementById("verdict").textContent = place.dataset.insecure;
