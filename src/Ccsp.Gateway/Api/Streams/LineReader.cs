using Ccsp.Gateway.Processes;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Reads the lines of a file that may still grow. Holds one small buffer, larger only while a long line passes.</summary>
internal sealed class LineReader(string path) : IDisposable
{
    /// <summary>A longer line is cut; its bytes are to be had raw.</summary>
    public const int LongestLine = 4 << 20;

    private readonly LineSplitter _lines = new(LongestLine, offset: 0);
    private SafeFileHandle? _file;
    private long _offset;

    /// <summary>Lines given out so far.</summary>
    public int Line { get; private set; }

    /// <param name="atEnd">Nothing will be added, so what stands after the last newline is a line too.</param>
    /// <param name="line">Without its line end; valid until the next call.</param>
    /// <param name="cut">Whether it was longer than <see cref="LongestLine"/>.</param>
    /// <returns>False when there is no whole line, yet or ever.</returns>
    public bool TryNext(bool atEnd, out ReadOnlyMemory<byte> line, out bool cut)
    {
        SpoolLine found;
        while (!_lines.TryTake(out found))
        {
            if (Fill())
                continue;
            if (atEnd && _lines.TryTakeRest(out found))
                break;
            (line, cut) = (default, false);
            return false;
        }

        (line, cut) = (found.Bytes, found.Cut);
        Line++;
        return true;
    }

    public void Dispose() => _file?.Dispose();

    private bool Fill()
    {
        _file ??= OutputFile.Open(path);
        if (_file is null)
            return false;
        var read = RandomAccess.Read(_file, _lines.Free.Span, _offset);
        _offset += read;
        _lines.Advance(read);
        return read > 0;
    }
}
