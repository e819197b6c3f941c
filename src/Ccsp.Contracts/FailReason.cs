using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>Why a failed task failed.</summary>
[JsonConverter(typeof(EnumNameConverter<FailReason>))]
public enum FailReason
{
    /// <summary>Another run would end the same way.</summary>
    Permanent,

    /// <summary>The retry budget is used up.</summary>
    Retries,

    /// <summary>Its runs were lost too often.</summary>
    Lost,

    /// <summary>Its runs passed their deadline too often.</summary>
    Timeout,

    /// <summary>A task it depends on did not succeed.</summary>
    Dependency,

    /// <summary>It reached a spending limit.</summary>
    Budget,
}
