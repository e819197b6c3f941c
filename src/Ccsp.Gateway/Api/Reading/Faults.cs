using System.Globalization;
using System.Text;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>Collects the field errors of one submission; allocates nothing while there are none.</summary>
internal sealed class Faults(string prefix)
{
    private const int FurthestYears = 100;

    private List<FieldError>? _errors;

    public IReadOnlyList<FieldError> All => _errors ?? (IReadOnlyList<FieldError>)[];

    public void Add(string field, string reason, FieldFault fault = FieldFault.Unacceptable) =>
        (_errors ??= []).Add(new(prefix + field, fault, reason));

    /// <summary>A short text on one line.</summary>
    public void Line(string field, string? value, int most = 200)
    {
        if (value is null)
            return;
        if (value.Length == 0 || value.Length > most)
            Add(field, Invariant($"It must have 1 to {most} characters."));
        else if (value.Any(char.IsControl) || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
            Add(field, "It must not begin or end with a space or hold control characters.");
    }

    /// <summary>A text that becomes an argument or a file; any characters but NUL.</summary>
    public void Text(string field, string? value, int mostBytes)
    {
        if (value is null)
            return;
        if (value.Length > mostBytes / 3 && Encoding.UTF8.GetByteCount(value) > mostBytes)
            Add(field, Invariant($"It has {Encoding.UTF8.GetByteCount(value)} bytes of UTF-8; {mostBytes} are allowed."));
        else if (value.Contains('\0', StringComparison.Ordinal))
            Add(field, "It must not hold a NUL character.");
    }

    public void Between(string field, int? value, int least, int most)
    {
        if (value < least || value > most)
            Add(field, Invariant($"It must be between {least} and {most}."));
    }

    public void Between(string field, double? value, double least, double most)
    {
        if (value < least || value > most || value is double.NaN)
            Add(field, Invariant($"It must be between {least} and {most}."));
    }

    /// <summary>A time to wait for. A date far in the future is a typing error, and the stores' clocks need some headroom.</summary>
    public void NotTooFar(string field, DateTimeOffset? value, DateTimeOffset now)
    {
        if (value > now.AddYears(FurthestYears))
            Add(field, Invariant($"It is more than {FurthestYears} years away."));
    }

    /// <summary>A list of non-empty texts.</summary>
    public void List(string field, IReadOnlyList<string>? values, int most, int mostBytes, bool mayBeEmpty = true)
    {
        if (values is null)
            return;
        if (values.Count > most)
            Add(field, Invariant($"It has {values.Count} items; {most} are allowed."));
        for (var i = 0; i < Math.Min(values.Count, most); i++)
        {
            if (values[i] is null)
                Add(Invariant($"{field}[{i}]"), "It must be text.", FieldFault.Malformed);
            else if (!mayBeEmpty && string.IsNullOrWhiteSpace(values[i]))
                Add(Invariant($"{field}[{i}]"), "It must not be empty.");
            else
                Text(Invariant($"{field}[{i}]"), values[i], mostBytes);
        }
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
