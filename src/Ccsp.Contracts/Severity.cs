using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The importance of an ending or event to an operator.</summary>
[JsonConverter(typeof(EnumNameConverter<Severity>))]
public enum Severity
{
    /// <summary>Expected.</summary>
    Info,

    /// <summary>Resolves by itself.</summary>
    Warning,

    /// <summary>A task is affected.</summary>
    Error,

    /// <summary>A person is needed.</summary>
    Critical,
}
