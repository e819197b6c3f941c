using System.Runtime.CompilerServices;

namespace Ccsp.Gateway.Processes;

/// <summary>A spool as lines. Bounded by one line of the cap, however much the CLI writes.</summary>
internal static class SpoolLines
{
    /// <summary>16 MiB: an event with an image of 5 MB in base64 fits with room to spare.</summary>
    public const int DefaultCap = 16 * 1024 * 1024;

    /// <summary>Ends when the reader does, and disposes it; the last line need not have a line end.</summary>
    public static async IAsyncEnumerable<SpoolLine> ReadAsync(SpoolReader reader, int cap = DefaultCap,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var owned = reader;
        var splitter = new LineSplitter(cap, reader.Offset);
        while (true)
        {
            var length = await reader.ReadAsync(splitter.Free, cancellationToken);
            if (length == 0) break;
            splitter.Advance(length);
            while (splitter.TryTake(out var line)) yield return line;
        }
        if (splitter.TryTakeRest(out var rest)) yield return rest;
    }
}
