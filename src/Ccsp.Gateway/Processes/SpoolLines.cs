using System.Runtime.CompilerServices;

namespace Ccsp.Gateway.Processes;

/// <summary>Reads a spool as lines. Memory is bounded by one line of the cap, however much the CLI writes.</summary>
internal static class SpoolLines
{
    /// <summary>16 MiB: enough for an event with an image of 5 MB in base64.</summary>
    public const int DefaultCap = 16 * 1024 * 1024;

    /// <summary>Ends with the reader and disposes it; the last line may lack a line ending.</summary>
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
