using System.Text;
using Ccsp.Gateway.Processes;
using Xunit;

namespace Ccsp.Tests.Processes;

public sealed class LineSplitterTests
{
    private const string Text = "first\r\n\n日本語 🚀\n\rnot an end\r\r\n{\"a\":1}\nlast";

    private static readonly string[] Lines = ["first", "", "日本語 🚀", "\rnot an end\r", "{\"a\":1}", "last"];

    [Fact(Timeout = 120_000)]
    public Task Lines_are_the_same_at_every_pair_of_split_positions()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var first = 0; first <= bytes.Length; first++)
            for (var second = first; second <= bytes.Length; second++)
                Assert.Equal(Lines, Split(bytes, 64, 1, first, second).Select(line => line.Text));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 120_000)]
    public Task Offsets_lead_from_each_line_to_the_next_without_gap()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        var lines = Split(bytes, 64, 1, 10, 20);
        Assert.Equal(0, lines[0].Line.Offset);
        Assert.Equal(bytes.Length, lines[^1].Line.Next);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal(pair.First.Line.Next, pair.Second.Line.Offset));
        foreach (var (_, line) in lines)
            Assert.Equal(
                lines.SkipWhile(later => later.Line.Offset < line.Offset).Select(later => later.Text),
                Split(bytes[(int)line.Offset..], 64, 1).Select(later => later.Text));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 120_000)]
    [InlineData(7, 1)]
    [InlineData(8, 1)]
    [InlineData(9, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 1)]
    [InlineData(100, 1)]
    [InlineData(8, 5)]
    [InlineData(9, 5)]
    [InlineData(100, 5)]
    [InlineData(100, 4096)]
    public Task A_line_beyond_the_cap_is_cut_at_every_split_position_and_the_next_one_is_whole(int length, int room)
    {
        var bytes = Encoding.ASCII.GetBytes($"ab\n{new string('x', length)}\ncd\r\nef");
        for (var first = 0; first <= bytes.Length; first++)
            for (var second = first; second <= bytes.Length; second++)
            {
                var lines = Split(bytes, 8, room, first, second);
                Assert.Equal(["ab", new string('x', Math.Min(length, 8)), "cd", "ef"], lines.Select(line => line.Text));
                Assert.Equal([false, length > 8, false, false], lines.Select(line => line.Line.Cut));
                Assert.Equal([3, 4 + length, 8 + length, 10 + length], lines.Select(line => line.Line.Next));
            }
        return Task.CompletedTask;
    }

    [Fact(Timeout = 120_000)]
    public Task An_endless_line_is_cut_at_the_end_of_the_input()
    {
        var (text, line) = Assert.Single(Split(Encoding.ASCII.GetBytes(new string('x', 50)), 8, 1, 20));
        Assert.Equal(new string('x', 8), text);
        Assert.True(line.Cut);
        Assert.Equal(50, line.Next);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 120_000)]
    [InlineData("", 0)]
    [InlineData("\n", 1)]
    [InlineData("\n\n", 2)]
    [InlineData("a\n", 1)]
    [InlineData("a", 1)]
    public Task A_line_end_at_the_very_end_adds_no_empty_line(string text, int lines)
    {
        Assert.Equal(lines, Split(Encoding.ASCII.GetBytes(text), 8, 1).Count);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 120_000)]
    public Task The_buffer_shrinks_again_after_a_giant_line()
    {
        var splitter = new LineSplitter(cap: 8 * 1024 * 1024, offset: 0);
        var giant = Enumerable.Repeat((byte)'x', 4 * 1024 * 1024).Append((byte)'\n').ToArray();
        for (var fed = 0; fed < giant.Length;)
        {
            var free = splitter.Free;
            var count = Math.Min(free.Length, giant.Length - fed);
            giant.AsMemory(fed, count).CopyTo(free);
            splitter.Advance(count);
            fed += count;
            if (fed < giant.Length) Assert.False(splitter.TryTake(out _));
        }
        Assert.True(splitter.TryTake(out var line));
        Assert.Equal(giant.Length - 1, line.Bytes.Length);
        Assert.InRange(splitter.Free.Length, 1, 64 * 1024);
        return Task.CompletedTask;
    }

    private static List<(string Text, SpoolLine Line)> Split(byte[] bytes, int cap, int room, params int[] positions)
    {
        var splitter = new LineSplitter(cap, offset: 0, room);
        var lines = new List<(string, SpoolLine)>();
        var fed = 0;
        foreach (var position in positions.Append(bytes.Length))
            while (fed < position)
            {
                var free = splitter.Free;
                var count = Math.Min(free.Length, position - fed);
                bytes.AsMemory(fed, count).CopyTo(free);
                splitter.Advance(count);
                fed += count;
                while (splitter.TryTake(out var line)) lines.Add((Encoding.UTF8.GetString(line.Bytes.Span), line));
            }
        if (splitter.TryTakeRest(out var rest)) lines.Add((Encoding.UTF8.GetString(rest.Bytes.Span), rest));
        return lines;
    }
}
