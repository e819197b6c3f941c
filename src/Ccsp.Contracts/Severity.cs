using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>How much an ending or an event matters to an operator.</summary>
[JsonConverter(typeof(WordConverter<Severity>))]
public enum Severity
{
    /// <summary>Expected.</summary>
    Info,

    /// <summary>Cures itself.</summary>
    Warning,

    /// <summary>A task suffers.</summary>
    Error,

    /// <summary>A person is needed.</summary>
    Critical,
}
