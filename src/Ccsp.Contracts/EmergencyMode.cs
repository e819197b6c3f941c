using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The level of an emergency stop, mildest first. With every level nothing starts.</summary>
[JsonConverter(typeof(EnumNameConverter<EmergencyMode>))]
public enum EmergencyMode
{
    /// <summary>Runs continue; the stop does not wait for them.</summary>
    Hold,

    /// <summary>Runs continue to their end; the stop is complete when the last one has ended.</summary>
    Drain,

    /// <summary>The process trees of all runs are killed at once.</summary>
    Kill,
}
