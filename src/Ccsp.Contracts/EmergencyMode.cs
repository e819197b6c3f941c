using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>How far an emergency stop goes, the mildest first. No mode lets anything start.</summary>
[JsonConverter(typeof(WordConverter<EmergencyMode>))]
public enum EmergencyMode
{
    /// <summary>Runs go on, and nobody waits for them.</summary>
    Hold,

    /// <summary>Runs go on to their end; the stop is complete when the last has ended.</summary>
    Drain,

    /// <summary>Every process tree of every run is ended at once.</summary>
    Kill,
}
