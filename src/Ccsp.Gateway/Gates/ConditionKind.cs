using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>What a task may wait for later, or what ends its wait.</summary>
[JsonConverter(typeof(EnumNameConverter<ConditionKind>))]
internal enum ConditionKind
{
    /// <summary>Tasks that must end first.</summary>
    Dependency,

    /// <summary>A future start time.</summary>
    StartTime,

    /// <summary>A gate that is closed now and stays so beyond what the task waits for.</summary>
    Gate,

    /// <summary>The time after which it does not start any more.</summary>
    Expiry,
}
