// A stand-in for a model service: says what it is told to, as fast as it is told to, over the wire of OpenAI's chat
// completions. For what the window does with what comes; what a wire means is tested elsewhere, with recordings.
// Owns: the little server. Must not know: who asks, or what the window shows.

import { createServer } from "node:http";

/**
 * Starts the service. `say(question)` gives what it answers: `{ pieces, everyMs, atOnce }`, the pieces one by one,
 * `atOnce` of them each `everyMs` milliseconds. Gives its address and how to end it.
 */
export async function startModel(say) {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      if (!request.url.endsWith("/chat/completions")) {
        response.writeHead(404).end();
        return;
      }
      const { messages } = JSON.parse(body);
      const asked = messages.at(-1).content;
      answer(response, say(typeof asked === "string" ? asked : asked.map(({ text = "" }) => text).join("\n")));
    });
  });
  await new Promise((go) => server.listen(0, "127.0.0.1", go));
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    close: () =>
      new Promise((go) => {
        server.closeAllConnections();
        server.close(go);
      }),
  };
}

function answer(response, { pieces, everyMs = 0, atOnce = 1 }) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const event = (choice, more = {}) => `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", created: 1, model: "stand-in", choices: choice, ...more })}\n\n`;
  const began = performance.now();
  let at = 0;
  const go = () => {
    // By the clock, so that a late timer sends the more and the rate is kept.
    const due = everyMs === 0 ? pieces.length : Math.min(pieces.length, Math.ceil(((performance.now() - began) / everyMs + 1) * atOnce));
    let text = "";
    for (; at < due; at += 1) text += event([{ index: 0, delta: { content: pieces[at] }, finish_reason: null }]);
    if (text !== "") response.write(text);
    if (at < pieces.length && !response.destroyed) {
      setTimeout(go, everyMs);
      return;
    }
    response.write(event([{ index: 0, delta: {}, finish_reason: "stop" }]));
    response.write(event([], { usage: { prompt_tokens: 1, completion_tokens: pieces.length, total_tokens: pieces.length + 1 } }));
    response.end("data: [DONE]\n\n");
  };
  go();
}

/** A text in pieces of one to four letters, cut between letters. */
export function inPieces(text) {
  const letters = Array.from(text);
  const pieces = [];
  for (let at = 0; at < letters.length; ) {
    const length = 1 + (at % 4);
    pieces.push(letters.slice(at, at + length).join(""));
    at += length;
  }
  return pieces;
}
