using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ccsp.Gateway.Api;

/// <summary>The part of a file a request asks for.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="Count">How many bytes; below zero when the range lies outside.</param>
/// <param name="IsPartial">Whether a range was asked.</param>
internal readonly record struct ByteRange(long From, long Count, bool IsPartial)
{
    public bool IsThere => Count >= 0;

    /// <summary>One range of bytes; several at once, or a header that is none, mean the whole, as the standard allows.</summary>
    public static ByteRange Of(StringValues header, long length)
    {
        if (header is not [{ } text]
            || !RangeHeaderValue.TryParse(text, out var parsed)
            || parsed.Unit != "bytes"
            || parsed.Ranges.Count != 1)
            return new(0, length, false);
        var range = parsed.Ranges.First();
        if (range.From is not { } from)
            return range.To is > 0 and { } suffix && length > 0
                ? new(Math.Max(0, length - suffix), Math.Min(length, suffix), true)
                : new(0, -1, true);
        return from >= length ? new(from, -1, true) : new(from, Math.Min(range.To ?? long.MaxValue, length - 1) - from + 1, true);
    }
}
