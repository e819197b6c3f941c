using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ccsp.Gateway.Tasks;

/// <summary>
/// Mints task ids: version 7 UUIDs (RFC 9562) whose first bits are the time in milliseconds and then a counter, so that the ids of one
/// gateway sort in the order they were minted. "Ready time, then id" is then first-in first-out within a millisecond, and the store
/// appends to its indexes instead of scattering over them.
/// </summary>
internal sealed class TaskId(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _lastMilliseconds;
    private int _counter;

    public string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        lock (_gate)
        {
            Advance_NeedsLock();
            BinaryPrimitives.WriteInt64BigEndian(bytes, (_lastMilliseconds << 16) | 0x7000L | (uint)(_counter & 0x0FFF));
        }

        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A counter that overflows borrows the next millisecond: order matters more than a clock reading.</summary>
    private void Advance_NeedsLock()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now > _lastMilliseconds)
        {
            _lastMilliseconds = now;
            _counter = 0;
        }
        else if (++_counter > 0x0FFF)
        {
            _lastMilliseconds++;
            _counter = 0;
        }
    }
}
