#!/usr/bin/env python3
"""Write what the vendors' own client libraries make of the recorded exchanges.

usage: expect.py [FOLDER]        reads FOLDER/*.jsonl (default: wires beside this file), writes expected.jsonl
                                 beside it

Needs from PyPI: openai anthropic google-genai ollama. The libraries speak to a server on loopback that sends the
recorded bytes; nothing leaves the machine. The tests of the crate compare their own reading with the result.
"""
import http.server, json, pathlib, sys, threading, warnings

import anthropic, google.genai, google.genai.errors, ollama, openai
from openai.lib.streaming.chat import ChatCompletionStreamState

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "wires"
sent = {}


class Replay(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        body = sent["body"].encode()
        self.send_response(sent["status"])
        for name, value in sent["headers"].items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def answer(**fields):
    base = {"text": "", "reasoning": "", "refusal": None, "calls": [], "finish": None, "input": None, "output": None, "error": None}
    return {**base, **fields}


def args(text):
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text


def chat_message(completion):
    choice = completion.choices[0]
    message = choice.message
    usage = completion.usage
    return answer(
        text=message.content or "",
        reasoning=(message.model_extra or {}).get("reasoning_content") or "",
        refusal=message.refusal,
        calls=[[call.function.name, args(call.function.arguments)] for call in message.tool_calls or []],
        finish=choice.finish_reason,
        input=usage.prompt_tokens if usage else None,
        output=usage.completion_tokens if usage else None,
    )


def openai_chat(url, stream):
    client = openai.OpenAI(api_key="k", base_url=url + "/v1", max_retries=0)
    ask = {"model": "m", "messages": [{"role": "user", "content": "q"}]}
    if not stream:
        return chat_message(client.chat.completions.create(**ask))
    state = ChatCompletionStreamState()
    for chunk in client.chat.completions.create(**ask, stream=True):
        state.handle_chunk(chunk)
    return chat_message(state.current_completion_snapshot)


def openai_responses(url, stream):
    client = openai.OpenAI(api_key="k", base_url=url + "/v1", max_retries=0)
    response = client.responses.create(model="m", input="q", stream=stream)
    if stream:
        for event in response:
            if event.type in ("response.completed", "response.incomplete", "response.failed"):
                final = event.response
        response = final
    refusals = [part.refusal for item in response.output if item.type == "message" for part in item.content if part.type == "refusal"]
    summaries = [part.text for item in response.output if item.type == "reasoning" for part in item.summary]
    return answer(
        text=response.output_text,
        reasoning="\n\n".join(summaries),
        refusal="".join(refusals) or None,
        calls=[[item.name, args(item.arguments)] for item in response.output if item.type == "function_call"],
        finish=response.incomplete_details.reason if response.incomplete_details else response.status,
        input=response.usage.input_tokens,
        output=response.usage.output_tokens,
    )


def anthropic_messages(url, stream):
    client = anthropic.Anthropic(api_key="k", base_url=url, max_retries=0)
    ask = {"model": "m", "max_tokens": 64, "messages": [{"role": "user", "content": "q"}]}
    if stream:
        with client.messages.stream(**ask) as events:
            message = events.get_final_message()
    else:
        message = client.messages.create(**ask)
    return answer(
        text="".join(block.text for block in message.content if block.type == "text"),
        reasoning="".join(block.thinking for block in message.content if block.type == "thinking"),
        calls=[[block.name, block.input] for block in message.content if block.type == "tool_use"],
        finish=message.stop_reason,
        input=message.usage.input_tokens,
        output=message.usage.output_tokens,
    )


def gemini(url, stream):
    client = google.genai.Client(api_key="k", http_options={"base_url": url})
    if stream:
        chunks = list(client.models.generate_content_stream(model="m", contents="q"))
    else:
        chunks = [client.models.generate_content(model="m", contents="q")]
    made = answer()
    for chunk in chunks:
        if chunk.usage_metadata:
            made["input"] = chunk.usage_metadata.prompt_token_count
            made["output"] = chunk.usage_metadata.candidates_token_count or 0
        for candidate in (chunk.candidates or [])[:1]:
            for part in (candidate.content and candidate.content.parts) or []:
                if part.text:
                    made["reasoning" if part.thought else "text"] += part.text
                if part.function_call:
                    made["calls"].append([part.function_call.name, part.function_call.args or {}])
            if candidate.finish_reason:
                made["finish"] = candidate.finish_reason.value
    return made


def ollama_chat(url, stream):
    client = ollama.Client(host=url)
    lines = client.chat(model="m", messages=[{"role": "user", "content": "q"}], stream=stream)
    made = answer()
    for line in lines if stream else [lines]:
        made["text"] += line.message.content or ""
        made["reasoning"] += line.message.thinking or ""
        made["calls"] += [[call.function.name, dict(call.function.arguments)] for call in line.message.tool_calls or []]
        if line.done:
            made.update(finish=line.done_reason, input=line.prompt_eval_count, output=line.eval_count)
    return made


def reader(path):
    for end, read in (
        ("/chat/completions", openai_chat), ("/responses", openai_responses), ("/messages", anthropic_messages),
        (":generateContent", gemini), (":streamGenerateContent", gemini), ("/api/chat", ollama_chat),
    ):
        if path.endswith(end):
            return read
    return None


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Replay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    count = 0
    with open(FOLDER.parent / "expected.jsonl", "w", encoding="utf-8") as out:
        for file in sorted(FOLDER.glob("*.jsonl")):
            for line in file.open(encoding="utf-8"):
                recorded = json.loads(line)
                for nth, exchange in enumerate(recorded["exchanges"]):
                    read = reader(exchange["path"])
                    if read is None:
                        continue
                    sent.update(exchange)
                    asked = json.loads(exchange["request"])
                    stream = bool(asked.get("stream")) or "streamGenerate" in exchange["path"]
                    try:
                        made = read(url, stream)
                    except (openai.APIStatusError, anthropic.APIStatusError, ollama.ResponseError) as error:
                        made = answer(error=error.status_code)
                    except google.genai.errors.APIError as error:
                        made = answer(error=error.code)
                    except Exception as error:  # what the library cannot read is told, not hidden
                        made = {"unread": f"{type(error).__name__}: {error}"[:200]}
                    made = {"file": file.name, "name": recorded["name"], "nth": nth, "stream": stream, **made}
                    out.write(json.dumps(made, ensure_ascii=False) + "\n")
                    count += 1
    print(f"{count} exchanges read")


main()
