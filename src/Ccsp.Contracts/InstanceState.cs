using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Whether an instance is alive.</summary>
[JsonConverter(typeof(EnumNameConverter<InstanceState>))]
public enum InstanceState
{
    /// <summary>Its latest heartbeat is valid.</summary>
    Live,

    /// <summary>It ended as planned; its runs remain its own until it returns or its last heartbeat expires.</summary>
    Left,

    /// <summary>It is silent; its runs are taken over.</summary>
    Lost,
}
