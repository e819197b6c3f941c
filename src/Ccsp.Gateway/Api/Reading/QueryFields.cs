using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>Reads the query of one request strictly: no field twice, none unknown, all errors reported together.</summary>
internal sealed class QueryFields(IQueryCollection query)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<FieldError> _errors = [];

    /// <summary>The error answer for the query; null when it is valid. Call it after all fields were read.</summary>
    public Problem? Refusal()
    {
        foreach (var name in query.Keys.Where(name => !_asked.Contains(name)))
            _errors.Add(new(name, FieldFault.Unknown, "There is no such query field" + FieldDescription.Hint(name, _asked)));
        return _errors.Count == 0 ? null : Problems.Fields(_errors);
    }

    public string? Text(string name)
    {
        _asked.Add(name);
        var values = query[name];
        if (values.Count > 1)
            _errors.Add(new(name, FieldFault.Malformed, "It is given twice."));
        else if (values is [""])
            _errors.Add(new(name, FieldFault.Malformed, "It is empty; leave it out, or give it a value."));
        return values is [{ Length: > 0 } value] ? value : null;
    }

    public T? EnumValue<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        if (EnumNames<T>.TryParse(text, out var value))
            return value;
        _errors.Add(new(name, FieldFault.Malformed, FieldDescription.OneOf(EnumNames<T>.All, text)));
        return null;
    }

    /// <summary>Several enum values, separated by commas.</summary>
    public Choice<T>? EnumValues<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        List<T> values = [];
        foreach (var item in text.Split(','))
        {
            if (EnumNames<T>.TryParse(item, out var value))
                values.Add(value);
            else
                _errors.Add(new(name, FieldFault.Malformed, FieldDescription.OneOf(EnumNames<T>.All, item)));
        }

        return new(values);
    }

    /// <summary>Several texts, separated by commas; a text that itself contains commas also matches as a whole.</summary>
    public Choice<string>? Texts(string name) =>
        Text(name) is { } text ? new(text.Contains(',', StringComparison.Ordinal) ? [text, .. text.Split(',')] : [text]) : null;

    /// <summary>Several of the known names, separated by commas.</summary>
    public IReadOnlyList<string>? Names(string name, IReadOnlyCollection<string> known)
    {
        if (Text(name) is not { } text)
            return null;
        var names = text.Split(',');
        foreach (var unknown in names.Where(name => !known.Contains(name)))
            _errors.Add(
                new(
                    name, FieldFault.Malformed,
                    $"There is no field '{(unknown.Length <= 64 ? unknown : unknown[..64])}'" + FieldDescription.Hint(unknown, known)));
        return names;
    }

    public void Refuse(string name, string reason) => _errors.Add(new(name, FieldFault.Malformed, reason));

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        // An unescaped plus sign in a query arrives as a space.
        if (UtcTimeConverter.TryParse(text.Replace(' ', '+'), out var time))
            return time;
        _errors.Add(new(name, FieldFault.Malformed, "It must be a time with its offset, for example 2026-01-31T12:00:00Z."));
        return null;
    }

    public long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        _errors.Add(new(name, FieldFault.Malformed, Faults.Invariant($"It must be a whole number from {least} to {most}.")));
        return null;
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (bool.TryParse(text, out var flag))
            return flag;
        _errors.Add(new(name, FieldFault.Malformed, "It must be true or false."));
        return null;
    }

    public string? TaskId(string name)
    {
        if (Text(name) is not { } text || TaskIds.IsOne(text))
            return query[name] is [{ Length: > 0 } id] ? id : null;
        _errors.Add(new(name, FieldFault.Malformed, "It is none that this gateway gave out."));
        return null;
    }
}
