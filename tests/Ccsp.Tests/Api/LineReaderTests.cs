using System.Text;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class LineReaderTests
{
    /// <summary>Wherever the writer stops between two looks, the lines come out the same.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Lines_are_the_same_for_every_place_at_which_the_file_was_seen_half_written()
    {
        byte[] content = [.. "one\n\n"u8, .. Encoding.UTF8.GetBytes("zwei 世界\r\n"), .. Enumerable.Repeat((byte)'x', 40_000), .. "\nend"u8];
        string[] expected = ["one", "", "zwei 世界", new string('x', 40_000), "end"];
        int[] cuts = [.. Enumerable.Range(0, 30), 16_383, 16_384, 16_385, 32_768, .. Enumerable.Range(content.Length - 6, 6)];
        using var folder = new TempFolder();
        foreach (var cut in cuts)
        {
            var path = folder[$"stdout{cut}"];
            await File.WriteAllBytesAsync(path, content[..cut], TestContext.Current.CancellationToken);
            using var reader = new LineReader(path);
            var lines = Take(reader, atEnd: false);
            await File.AppendAllBytesAsync(path, content[cut..], TestContext.Current.CancellationToken);
            lines.AddRange(Take(reader, atEnd: true));
            Assert.Equal(expected, lines);
            Assert.Equal(expected.Length, reader.Line);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_file_that_is_not_there_has_no_lines_until_it_is()
    {
        using var folder = new TempFolder();
        using var reader = new LineReader(folder["stdout"]);
        Assert.Empty(Take(reader, atEnd: true));
        await File.WriteAllTextAsync(folder["stdout"], "a\n", TestContext.Current.CancellationToken);
        Assert.Equal(["a"], Take(reader, atEnd: false));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_line_is_cut_at_the_same_place_however_it_arrived()
    {
        using var folder = new TempFolder();
        var path = folder["stdout"];
        foreach (var length in (int[])[LineReader.LongestLine, LineReader.LongestLine + 1, LineReader.LongestLine * 2 + 7])
        {
            byte[] content = [.. Enumerable.Repeat((byte)'y', length), .. "\nnext\n"u8];
            await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
            using var atOnce = new LineReader(path);
            var whole = Take(atOnce, atEnd: true);
            await File.WriteAllBytesAsync(path, content[..(length - 1)], TestContext.Current.CancellationToken);
            using var inParts = new LineReader(path);
            var parts = Take(inParts, atEnd: false);
            await File.AppendAllBytesAsync(path, content[(length - 1)..], TestContext.Current.CancellationToken);
            parts.AddRange(Take(inParts, atEnd: true));
            Assert.Equal([Math.Min(length, LineReader.LongestLine), 4], whole.Select(line => line.Length));
            Assert.Equal(whole, parts);
        }
    }

    private static List<string> Take(LineReader reader, bool atEnd)
    {
        List<string> lines = [];
        while (reader.TryNext(atEnd, out var line, out _))
            lines.Add(Encoding.UTF8.GetString(line.Span));
        return lines;
    }
}
