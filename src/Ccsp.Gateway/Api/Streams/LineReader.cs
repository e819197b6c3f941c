using Ccsp.Gateway.Processes;
using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Api.Streams;

/// <summary>Reads the lines of a file that may still grow, with a small buffer that grows only for a long line.</summary>
internal sealed class LineReader(string path) : IDisposable
{
    /// <summary>Bytes; a longer line is cut, and its full text is available in the raw output.</summary>
    public const int LongestLine = 4 << 20;

    private readonly LineSplitter _lines = new(LongestLine, offset: 0);
    private SafeFileHandle? _file;
    private long _offset;

    /// <summary>Lines returned so far.</summary>
    public int Line { get; private set; }

    /// <param name="atEnd">Nothing more will be written, so text after the last newline is a line too.</param>
    /// <param name="line">Without its line ending; valid until the next call.</param>
    /// <param name="cut">Whether it was longer than <see cref="LongestLine"/>.</param>
    /// <returns>False when there is no complete line.</returns>
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
