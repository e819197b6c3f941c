using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Follows a spool file at the reader's pace: unread output stays on disk, so a flood costs no memory and never blocks the CLI. For one
/// caller at a time.
/// </summary>
internal sealed class SpoolReader(string path, long offset, AsyncSignal changed, Task<RunExit> exited) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    private long? _end;

    /// <summary>Start of the next read.</summary>
    public long Offset { get; private set; } = offset;

    /// <returns>Bytes read; 0 when the run has ended and everything up to its end was read. Later output of a surviving grandchild is
    /// ignored: it might never end.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = changed.Next;
            if (exited.IsCompleted)
            {
                await exited;
                _end ??= RandomAccess.GetLength(_file);
            }
            var wanted = (int)Math.Min(buffer.Length, Math.Max(0, (_end ?? long.MaxValue) - Offset));
            var length = wanted == 0 ? 0 : RandomAccess.Read(_file, buffer.Span[..wanted], Offset);
            Offset += length;
            if (length > 0 || _end is not null) return length;
            // The signal also fires once a second and at the end, so a lost event only delays.
            await next.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}
