using System.Globalization;

namespace Ccsp.Gateway.Tasks;

/// <summary>
/// The fencing token of a lease: an epoch plus a random nonce, compared for equality only. The nonce keeps tokens distinct even when a
/// store that lost its tail hands out an epoch a second time.
/// </summary>
internal readonly record struct LeaseToken(ulong Epoch, ulong Nonce)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch:x16}{Nonce:x16}");

    public static LeaseToken Parse(string text) => new(
        ulong.Parse(text.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        ulong.Parse(text.AsSpan(16, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
