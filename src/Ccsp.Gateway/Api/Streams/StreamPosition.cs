using System.Globalization;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// The position of a follower of one task: state events up to <paramref name="Seq"/>, and output of the current run up to
/// <paramref name="Line"/>. Run 0: no run. On the wire <c>seq.run.line</c>.
/// </summary>
internal readonly record struct StreamPosition(int Seq, int Run, int Line)
{
    /// <summary>Reads <c>seq.run.line</c>, or <c>seq</c> alone, which sets <see cref="Run"/> to -1: still to be determined.</summary>
    public static bool TryParse(string text, out StreamPosition position)
    {
        position = default;
        Span<Range> ranges = stackalloc Range[4];
        var parts = System.MemoryExtensions.Split(text.AsSpan(), ranges, '.');
        if (!Number(text.AsSpan(ranges[0]), out var seq))
            return false;
        if (parts == 1)
        {
            position = new(seq, -1, 0);
            return true;
        }

        if (parts != 3 || !Number(text.AsSpan(ranges[1]), out var run) || !Number(text.AsSpan(ranges[2]), out var line))
            return false;
        position = new(seq, run, line);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq}.{Run}.{Line}");

    private static bool Number(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
