namespace Ccsp.Cli.Results;

/// <summary>The last lines of what a run wrote that may hold its answer, found without reading them as text.</summary>
internal static class ResultLines
{
    /// <summary>The answer is in one of the last; a tool may print lines that look like it.</summary>
    private const int Most = 64;

    private static ReadOnlySpan<byte> Word => "\"result\""u8;

    /// <returns>Where they are, the last first.</returns>
    public static IEnumerable<(long Start, long Length)> In(Stream output)
    {
        Queue<(long, long)> found = new(Most);
        var buffer = new byte[64 << 10];
        var (position, start, matched, holds) = (0L, 0L, 0, false);
        output.Position = 0;
        int read;
        while ((read = output.Read(buffer, 0, buffer.Length)) > 0)
        {
            foreach (var next in buffer.AsSpan(0, read))
            {
                position++;
                // The word begins and ends with the same character, and has it nowhere else.
                matched = next == Word[matched] ? matched + 1 : next == Word[0] ? 1 : 0;
                if (matched == Word.Length)
                    (holds, matched) = (true, 1);
                if (next != '\n')
                    continue;
                Keep(position - 1);
                (start, matched, holds) = (position, 0, false);
            }
        }

        Keep(position);
        return found.Reverse();

        void Keep(long end)
        {
            if (!holds)
                return;
            if (found.Count == Most)
                found.Dequeue();
            found.Enqueue((start, end - start));
        }
    }
}
