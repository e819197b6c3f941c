using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Reads the lines of a file that may still grow. Holds one small buffer, larger only while a long line passes.</summary>
internal sealed class LineReader(string path) : IDisposable
{
    /// <summary>A longer line is cut; its bytes are to be had raw.</summary>
    public const int LongestLine = 4 << 20;

    private const int Chunk = 16 << 10;

    private SafeFileHandle? file;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
    private long offset;
    private int start;
    private int scanned;
    private int end;
    private bool cutting;

    /// <summary>Lines given out so far.</summary>
    public int Line { get; private set; }

    /// <param name="atEnd">Nothing will be added, so what stands after the last newline is a line too.</param>
    /// <param name="line">Without its newline; valid until the next call.</param>
    /// <param name="cut">Whether it was longer than <see cref="LongestLine"/>.</param>
    /// <returns>False when there is no whole line, yet or ever.</returns>
    public bool TryNext(bool atEnd, out ReadOnlyMemory<byte> line, out bool cut)
    {
        while (true)
        {
            var newline = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var length = scanned + newline - start;
                line = buffer.AsMemory(start, Math.Min(length, LongestLine));
                start = scanned = start + length + 1;
                if (!cutting)
                    return Give(out cut, isCut: length > LongestLine);
                cutting = false;
                continue;
            }

            scanned = end;
            if (cutting)
                start = end;
            else if (end - start >= LongestLine)
                return Cut(out line, out cut);
            if (Fill())
                continue;
            line = buffer.AsMemory(start, end - start);
            cut = false;
            if (!atEnd || line.IsEmpty || cutting)
                return false;
            start = scanned = end;
            return Give(out cut, isCut: false);
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = scanned = end = 0;
    }

    /// <summary>Gives the beginning of a line that is too long; the rest is passed over up to its newline.</summary>
    private bool Cut(out ReadOnlyMemory<byte> line, out bool cut)
    {
        line = buffer.AsMemory(start, LongestLine);
        cutting = true;
        return Give(out cut, isCut: true);
    }

    private bool Give(out bool cut, bool isCut)
    {
        Line++;
        cut = isCut;
        return true;
    }

    private bool Fill()
    {
        file ??= OutputFile.Open(path);
        if (file is null)
            return false;
        MakeRoom();
        var read = RandomAccess.Read(file, buffer.AsSpan(end), offset);
        offset += read;
        end += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        var length = end - start;
        if (length == 0 && buffer.Length > Chunk * 4)
            Move(Chunk, 0);
        else if (length > buffer.Length / 2)
            Move(buffer.Length * 2, length);
        else if (start > 0 && end == buffer.Length)
            Move(buffer.Length, length);
        else if (length == 0)
            start = scanned = end = 0;
    }

    private void Move(int size, int length)
    {
        var source = buffer.AsSpan(start, length);
        scanned -= start;
        if (size == buffer.Length)
        {
            source.CopyTo(buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            source.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        start = 0;
        end = length;
    }
}
