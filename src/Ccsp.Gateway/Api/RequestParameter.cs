namespace Ccsp.Gateway.Api;

/// <summary>
/// A query field or header that a route reads. Undeclared ones are refused, and declared ones appear in the OpenAPI document.
/// </summary>
internal sealed record RequestParameter(string Name, string Description, ParameterKind Kind = ParameterKind.Text)
{
    public bool IsHeader { get; init; }

    /// <summary>The allowed values; with <see cref="IsList"/> several of them, separated by commas.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public bool IsList { get; init; }

    public long? Least { get; init; }

    public long? Most { get; init; }

    public static RequestParameter Text(string name, string description) => new(name, description);

    public static RequestParameter Texts(string name, string description) => new(name, description) { IsList = true };

    public static RequestParameter EnumValue<T>(string name, string description)
        where T : struct, Enum => new(name, description) { Values = Contracts.EnumNames<T>.All };

    public static RequestParameter EnumValues<T>(string name, string description)
        where T : struct, Enum => new(name, description) { Values = Contracts.EnumNames<T>.All, IsList = true };

    public static RequestParameter Number(string name, string description, long least, long most) =>
        new(name, description, ParameterKind.Number) { Least = least, Most = most };

    public static RequestParameter Flag(string name, string description) => new(name, description, ParameterKind.Flag);

    public static RequestParameter Time(string name, string description) => new(name, description, ParameterKind.Time);

    public static RequestParameter Header(string name, string description) => new(name, description) { IsHeader = true };
}
