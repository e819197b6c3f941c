using System.Text;
using Ccsp.Gateway.Processes;

namespace Ccsp.Tests.Processes;

/// <summary>One kind of agent in the zoo: how it is played, what must be in its stdout spool, and how it ends when nobody stops
/// it.</summary>
/// <param name="Stdout">Null when it is not known in advance.</param>
/// <param name="Expected">Null for one that never ends by itself.</param>
/// <param name="Cancelled">What is played when it is to be stopped in the middle; null plays the same.</param>
internal sealed record FakeAgentScenario(string Scenario, byte[]? Stdout, RunExit? Expected, string? Cancelled = null)
{
    private static readonly RunExit Fine = new RunExit.Code(0) { EndedAt = default };

    private static readonly (string, object) Stay = ("stay", 60_000);

    /// <summary>Once its parent has ended, a child can be found only by its cgroup.</summary>
    public bool NeedsCgroup { get; init; }

    public bool IsSilent { get; init; }

    /// <summary>A child goes on writing to stdout after its end.</summary>
    public bool HasWritingHeir { get; init; }

    public static IReadOnlyDictionary<string, FakeAgentScenario> All { get; } = new Dictionary<string, FakeAgentScenario>
    {
        ["lines"] = new(Play("lines", ("count", 50), ("everyMs", 2)), Utf8(SupervisorFixture.NumberedLines(50)), Fine,
            Play("lines", ("count", 100_000), ("everyMs", 1))),
        ["flood"] = new(Play("flood", ("bytes", 30_000_000)), null, Fine, Play("flood", ("bytes", 1_000_000_000), ("mbPerSecond", 20))),
        ["stderr flood"] = new(Play("stderr-flood", ("bytes", 30_000_000)), [], Fine,
            Play("stderr-flood", ("bytes", 1_000_000_000), ("mbPerSecond", 20))) { IsSilent = true },
        ["long line"] = new(Play("long-line", ("bytes", 3_000_000)), Utf8(new string('x', 3_000_000)), Fine,
            Play("long-line", ("bytes", 500_000_000))),
        ["split UTF-8"] = new(Play("split-utf8"), Utf8("日本語 🚀 é\r\nзавтра\n"), Fine),
        ["invalid UTF-8"] = new(Play("invalid-utf8"),
            [.. "\uFEFFbom\n"u8, 0xC3, 0x28, 0xFF, 0xFE, 0xED, 0xA0, 0x80, (byte)'\n', 0xF0, 0x9F], Fine),
        ["NULs and ANSI"] = new(Play("ansi"), Utf8("a\0b\u001b[31mred\u001b[0m\u001b]0;title\u0007\rover\u001b[2J\n\0\0\n"), Fine),
        ["stdout closed early"] = new(Play("close-stdout"), Utf8("before\n"), Fine, Play("close-stdout", ("ms", 60_000))),
        ["Claude"] = new(Play("claude", ("messages", 20)), null, Fine, Play("claude", ("messages", 10_000), ("everyMs", 5))),
        ["truncated JSON"] = new(Play("truncated-json"), null, Fine),
        ["no result"] = new(Play("no-result"), null, Fine),
        ["cut at 65,536"] = new(Play("cut-65536"), null, Fine),
        ["hang before the first byte"] = new(Play("hang-first"), [], null) { IsSilent = true },
        ["hang in the middle"] = new(Play("hang-middle"), null, null),
        ["hang after the result"] = new(Play("hang-after-result"), null, null),
        ["exit code"] = new(Play("exit", ("code", 97)), [], Code(97)) { IsSilent = true },
        ["exit code that looks like a signal"] = new(Play("exit", ("code", 143)), [], Code(143)) { IsSilent = true },
        ["exit code of timeout"] = new(Play("exit", ("code", 124)), [], Code(124)) { IsSilent = true },
        ["death by KILL"] = new(Play("signal", ("number", 9)), [], Signal(9)) { IsSilent = true },
        ["death by TERM"] = new(Play("signal", ("number", 15)), [], Signal(15)) { IsSilent = true },
        ["death by SEGV"] = new(Play("signal", ("number", 11)), [], Signal(11)) { IsSilent = true },
        ["deaf"] = new(Play("deaf", ("ms", 50)), Utf8("deaf\n"), Fine, Play("deaf")),
        ["polite"] = new(Play("polite", ("ms", 50)), Utf8("ready\nsaved\n"), Fine, Play("polite")),
        ["daemon"] = new(Play("daemon"), Utf8("family\n"), Fine, Play("daemon", Stay)),
        ["heir of stdout"] = new(Play("heir"), Utf8("family\n"), Fine, Play("heir", Stay)),
        ["heir that goes on writing"] = new(Play("chatty-heir"), null, Fine, Play("chatty-heir", Stay)) { HasWritingHeir = true },
        ["nohup"] = new(Play("nohup"), Utf8("family\n"), Fine, Play("nohup", Stay)),
        ["200 children"] = new(Play("fork"), Utf8("family\n"), Fine, Play("fork", Stay)),
        ["own group"] = new(Play("group"), Utf8("family\n"), Fine, Play("group", Stay)),
        ["children without environment"] = new(Play("bare-child"), Utf8("family\n"), Fine, Play("bare-child", Stay)) { NeedsCgroup = true },
        ["respawning"] = new(Play("respawn"), Utf8("family\n"), Fine, Play("respawn", Stay)),
        ["memory eater"] = new(Play("eat", ("mb", 100)), Utf8("eaten\n"), Fine, Play("eat", ("mb", 100), ("ms", 60_000))),
        ["deletes its directory"] = new(Play("delete-cwd"), Utf8("homeless\n"), Fine, Play("delete-cwd", Stay)),
    };

    private static string Play(string scenario, params (string Name, object Value)[] options) =>
        SupervisorFixture.Scenario(scenario, options);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static RunExit.Code Code(int value) => new(value) { EndedAt = default };

    private static RunExit.Signal Signal(int number) => new(number) { EndedAt = default };
}
