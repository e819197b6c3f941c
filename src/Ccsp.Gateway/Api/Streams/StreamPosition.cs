using System.Globalization;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>
/// How far a listener of one task is: state events up to <paramref name="Seq"/> were delivered, and of the run that was under way then, its
/// output up to <paramref name="Line"/>. Run 0: none was under way. On the wire <c>seq.run.line</c>.
/// </summary>
internal readonly record struct StreamPosition(int Seq, int Run, int Line)
{
    /// <summary>Reads <c>seq.run.line</c>, or <c>seq</c> alone, which leaves <see cref="Run"/> at -1: to be found out.</summary>
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
