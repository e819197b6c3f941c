using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Ccsp.FakeAgent;

/// <summary>Species that are remarkable for what they write.</summary>
internal static class Output
{
    /// <summary>count numbered lines, one every everyMs; then exit.</summary>
    public static int Lines(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        var every = (int)scenario.Number("everyMs", 0);
        for (long number = 0; number < scenario.Number("count", 10); number++)
        {
            stdout.Write(Encoding.ASCII.GetBytes($"line {number:D8}\n"));
            if (every > 0) Thread.Sleep(every);
        }
        return (int)scenario.Number("code", 0);
    }

    public static int Flood(Scenario scenario) => Flood(Console.OpenStandardOutput(), scenario);

    public static int StderrFlood(Scenario scenario) => Flood(Console.OpenStandardError(), scenario);

    /// <summary>One line of that many bytes of "x", in writes of 1 MiB.</summary>
    public static int LongLine(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        var chunk = Enumerable.Repeat((byte)'x', 1024 * 1024).ToArray();
        for (var left = scenario.Number("bytes", 3_000_000); left > 0; left -= chunk.Length)
            stdout.Write(chunk.AsSpan(0, (int)Math.Min(left, chunk.Length)));
        if (scenario.Has("newline")) stdout.Write("\n"u8);
        return 0;
    }

    /// <summary>Every byte is a write of its own, so characters arrive in pieces.</summary>
    public static int SplitUtf8(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        foreach (var single in Encoding.UTF8.GetBytes("日本語 🚀 é\r\nзавтра\n")) stdout.Write([single]);
        return 0;
    }

    public static int InvalidUtf8(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(
            [
                0xEF, 0xBB, 0xBF, (byte)'b', (byte)'o', (byte)'m', (byte)'\n', 0xC3, 0x28, 0xFF, 0xFE, 0xED, 0xA0, 0x80, (byte)'\n', 0xF0,
                0x9F,
            ]);
        return 0;
    }

    public static int NulsAndAnsi(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write("a\0b\u001b[31mred\u001b[0m\u001b]0;title\u0007\rover\u001b[2J\n\0\0\n"u8);
        return 0;
    }

    public static int CloseStdout(Scenario scenario)
    {
        using (var stdout = Console.OpenStandardOutput()) stdout.Write("before\n"u8);
        _ = Native.Close(1);
        Thread.Sleep((int)scenario.Number("ms", 100));
        return 0;
    }

    /// <summary>Stdin to stdout, byte for byte; needs --scenario.</summary>
    public static int Echo(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        if (scenario.Prompt is { } prompt) stdout.Write(prompt);
        else Console.OpenStandardInput().CopyTo(stdout);
        return 0;
    }

    public static int Argv(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stdout);
        json.WriteStartArray();
        foreach (var argument in scenario.Arguments) json.WriteStringValue(argument);
        json.WriteEndArray();
        return 0;
    }

    /// <summary>The block as the kernel has it, NAME=VALUE and a NUL each.</summary>
    public static int Environment(Scenario scenario)
    {
        using var stdout = Console.OpenStandardOutput();
        stdout.Write(File.ReadAllBytes("/proc/self/environ"));
        return 0;
    }

    /// <summary>/proc/self/status as it was when a child of ours starts: the signal dispositions it inherits.</summary>
    public static int Status(Scenario scenario) => Family.Run("cat", "/proc/self/status");

    /// <summary>bytes in total, at mbPerSecond (0 is as fast as it goes), in writes of 64 KiB, a line end per write.</summary>
    private static int Flood(Stream target, Scenario scenario)
    {
        var chunk = Enumerable.Repeat((byte)'f', 64 * 1024).ToArray();
        chunk[^1] = (byte)'\n';
        var rate = scenario.Number("mbPerSecond", 0) * 1_000_000;
        var clock = Stopwatch.StartNew();
        long written = 0;
        for (var total = scenario.Number("bytes", 50_000_000); written < total; written += chunk.Length)
        {
            target.Write(chunk);
            if (rate > 0 && written > clock.Elapsed.TotalSeconds * rate) Thread.Sleep(1);
        }
        return 0;
    }
}
