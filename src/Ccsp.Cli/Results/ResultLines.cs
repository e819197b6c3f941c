namespace Ccsp.Cli.Results;

/// <summary>Finds the last output lines that may contain the answer, without decoding them.</summary>
internal static class ResultLines
{
    /// <summary>The answer is in one of the last lines; tools may print similar ones.</summary>
    private const int Most = 64;

    private static ReadOnlySpan<byte> ResultToken => "\"result\""u8;

    /// <returns>Their positions, last line first.</returns>
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
                // The property name begins and ends with a quote and has none inside, which makes this simple restart correct.
                matched = next == ResultToken[matched] ? matched + 1 : next == ResultToken[0] ? 1 : 0;
                if (matched == ResultToken.Length)
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
