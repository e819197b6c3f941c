using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Whether an instance is there.</summary>
[JsonConverter(typeof(WordConverter<InstanceState>))]
public enum InstanceState
{
    /// <summary>Its latest heartbeat still counts.</summary>
    Live,

    /// <summary>It ended as planned; the runs it left behind stay its own until it is back, or its last heartbeat counts no more.</summary>
    Left,

    /// <summary>It is silent; its runs are taken over.</summary>
    Lost,
}
