using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>What an accepted task survives. Part of every answer to a submission.</summary>
[JsonConverter(typeof(EnumNameConverter<Durability>))]
public enum Durability
{
    /// <summary>Survives the crash of the gateway.</summary>
    Memory,

    /// <summary>Survives crash and power loss of the machine.</summary>
    Disk,

    /// <summary>Survives the loss of the machine.</summary>
    Replicated,
}
