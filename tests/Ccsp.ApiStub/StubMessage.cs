using System.Text.Json.Nodes;

namespace Ccsp.ApiStub;

/// <summary>One assistant message in the shapes of the Messages API: whole, or as the events of a stream.</summary>
internal sealed class StubMessage
{
    private readonly string _id = "msg_stub_" + Guid.NewGuid().ToString("N");
    private readonly string _model;
    private readonly ToolCall? _tool;
    private readonly Usage _usage;
    private readonly string _stopReason;

    private StubMessage(string model, IReadOnlyList<string> deltas, Answer answer)
    {
        _model = model;
        _tool = answer.Tool;
        Deltas = deltas;
        // Four characters a token is near enough for accounting tests, which compare with the CLI and not with a bill.
        _usage = answer.Usage with { Output = answer.Usage.Output ?? Math.Max(1, deltas.Sum(delta => delta.Length) / 4) };
        _stopReason = answer.StopReason ?? (_tool is null ? "end_turn" : "tool_use");
    }

    public IReadOnlyList<string> Deltas { get; }

    private int ToolIndex => Deltas.Count > 0 ? 1 : 0;

    public static StubMessage From(Prompt prompt, Answer answer)
    {
        IReadOnlyList<string> once = answer.Deltas ?? (answer.Text is null ? [] : [answer.Text]);
        var deltas = Enumerable.Repeat(once, Math.Max(1, answer.Repeat)).SelectMany(list => list)
            .Select(delta => delta.Replace("{prompt}", prompt.Head, StringComparison.Ordinal));
        return new StubMessage(answer.ResponseModel ?? prompt.Model, [.. deltas], answer);
    }

    public byte[] ToJson()
    {
        var content = new JsonArray();
        if (Deltas.Count > 0)
            content.Add(new JsonObject { ["type"] = "text", ["text"] = string.Concat(Deltas) });
        if (_tool is not null)
            content.Add(ToolBlock(JsonNode.Parse(_tool.Input.GetRawText())));
        return System.Text.Encoding.UTF8.GetBytes(Body(content, _stopReason, _usage.Output!.Value).ToJsonString());
    }

    public JsonObject Start() => new() { ["type"] = "message_start", ["message"] = Body([], null, 1) };

    public JsonObject TextStart() => new()
    {
        ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" },
    };

    public JsonObject TextDelta(string text) => new()
    {
        ["type"] = "content_block_delta", ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = text },
    };

    public static JsonObject TextStop() => new() { ["type"] = "content_block_stop", ["index"] = 0 };

    /// <summary>All that follows the text: its end, the tool call, the usage, the end of the message.</summary>
    public IEnumerable<JsonObject> Rest()
    {
        if (Deltas.Count > 0)
            yield return TextStop();
        if (_tool is not null)
        {
            yield return new JsonObject
            {
                ["type"] = "content_block_start",
                ["index"] = ToolIndex,
                ["content_block"] = ToolBlock(new JsonObject()),
            };
            yield return new JsonObject
            {
                ["type"] = "content_block_delta",
                ["index"] = ToolIndex,
                ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = _tool.Input.GetRawText() },
            };
            yield return new JsonObject { ["type"] = "content_block_stop", ["index"] = ToolIndex };
        }

        yield return new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = _stopReason, ["stop_sequence"] = null },
            ["usage"] = UsageBody(_usage.Output!.Value),
        };
        yield return new JsonObject { ["type"] = "message_stop" };
    }

    public static JsonObject Error(Answer answer) => new()
    {
        ["type"] = "error", ["error"] = new JsonObject { ["type"] = answer.ErrorType, ["message"] = answer.Message },
    };

    private JsonObject ToolBlock(JsonNode? input) => new()
    {
        ["type"] = "tool_use", ["id"] = "toolu_stub_" + _id[^16..], ["name"] = _tool!.Name, ["input"] = input,
    };

    private JsonObject Body(JsonArray content, string? stop, int outputTokens) => new()
    {
        ["id"] = _id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = _model,
        ["content"] = content,
        ["stop_reason"] = stop,
        ["stop_sequence"] = null,
        ["usage"] = UsageBody(outputTokens),
    };

    private JsonObject UsageBody(int outputTokens) => new()
    {
        ["input_tokens"] = _usage.Input,
        ["cache_creation_input_tokens"] = _usage.CacheWrite,
        ["cache_read_input_tokens"] = _usage.CacheRead,
        ["output_tokens"] = outputTokens,
    };
}
