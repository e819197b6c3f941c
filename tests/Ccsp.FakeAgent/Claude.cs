using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Ccsp.FakeAgent;

/// <summary>Species that speak Claude Code's stream-json.</summary>
internal static class Claude
{
    /// <summary>
    /// init, one assistant message per "messages" (everyMs apart), result. Options: text, costUsd, isError, subtype, code.
    /// </summary>
    public static int WellBehaved(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        Init(stdout, scenario);
        for (var number = 1; number <= scenario.Number("messages", 1); number++)
        {
            Assistant(stdout, scenario, number);
            if (scenario.Number("everyMs", 0) is > 0 and var every) Thread.Sleep((int)every);
        }
        Result(stdout, scenario);
        return (int)scenario.Number("code", scenario.Number("isError", 0));
    }

    public static int TruncatedJson(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        Init(stdout, scenario);
        stdout.Write("{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"te"u8);
        return 0;
    }

    public static int NoResult(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        Init(stdout, scenario);
        Assistant(stdout, scenario, 1);
        return 0;
    }

    /// <summary>Exactly 65,536 bytes and exit code 0, as seen from a CLI that did not drain its pipe.</summary>
    public static int CutAt65536(Scenario scenario)
    {
        using var whole = new MemoryStream();
        Init(whole, scenario);
        for (var number = 1; whole.Length < 65_536; number++) Assistant(whole, scenario, number);
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(whole.GetBuffer().AsSpan(0, 65_536));
        return 0;
    }

    public static int HangBeforeFirstByte(Scenario scenario) => Hang();

    public static int HangInTheMiddle(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        Init(stdout, scenario);
        Assistant(stdout, scenario, 1);
        return Hang();
    }

    public static int HangAfterResult(Scenario scenario)
    {
        WellBehaved(scenario);
        return Hang();
    }

    private static int Hang()
    {
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static void Init(Stream target, Scenario scenario) => Line(target, json =>
    {
        json.WriteString("type", "system");
        json.WriteString("subtype", "init");
        json.WriteString("cwd", Directory.GetCurrentDirectory());
        json.WriteString("session_id", Session(scenario));
        json.WriteString("model", Scenario.Argument(scenario.Arguments, "--model") ?? "fake-model-1");
        json.WriteStartArray("tools");
        json.WriteEndArray();
    });

    private static void Assistant(Stream target, Scenario scenario, int number) => Line(target, json =>
    {
        json.WriteString("type", "assistant");
        json.WriteStartObject("message");
        json.WriteString("id", $"msg_{number:D6}");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", Text(scenario));
        json.WriteEndObject();
        json.WriteEndArray();
        Usage(json, 1);
        json.WriteEndObject();
        json.WriteString("session_id", Session(scenario));
    });

    private static void Result(Stream target, Scenario scenario) => Line(target, json =>
    {
        var messages = scenario.Number("messages", 1);
        json.WriteString("type", "result");
        json.WriteString("subtype", scenario.Text("subtype", "success"));
        json.WriteBoolean("is_error", scenario.Number("isError", 0) != 0);
        json.WriteNumber("duration_ms", 12);
        json.WriteNumber("num_turns", messages);
        json.WriteString("result", Text(scenario));
        json.WriteString("session_id", Session(scenario));
        json.WriteNumber(
            "total_cost_usd", decimal.Parse(scenario.Text("costUsd", "0.0125"), System.Globalization.CultureInfo.InvariantCulture));
        Usage(json, messages);
    });

    private static void Usage(Utf8JsonWriter json, long times)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", 10 * times);
        json.WriteNumber("output_tokens", 5 * times);
        json.WriteNumber("cache_read_input_tokens", 100 * times);
        json.WriteNumber("cache_creation_input_tokens", 0);
        json.WriteEndObject();
    }

    private static string Text(Scenario scenario) =>
        scenario.Text(
            "text", scenario.Prompt is { Length: > 0 and < 4096 } prompt && prompt[0] != '{' ? Encoding.UTF8.GetString(prompt) : "Done.");

    private static string Session(Scenario scenario) =>
        Scenario.Argument(scenario.Arguments, "--session-id")
            ?? Scenario.Argument(scenario.Arguments, "--resume")
            ?? "00000000-0000-4000-8000-000000000000";

    private static void Line(Stream target, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        target.Write(buffer.WrittenSpan);
    }
}
