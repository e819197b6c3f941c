using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>The priority class of a task. Classes are strict: the next free slot always serves the highest one.</summary>
[JsonConverter(typeof(EnumNameConverter<Priority>))]
public enum Priority
{
    /// <summary>Served before all others; has reserved slots.</summary>
    Urgent = 0,

    /// <summary>Served before normal.</summary>
    High = 1,

    /// <summary>The default.</summary>
    Normal = 2,

    /// <summary>Served last; ageing promotes it so that it never starves.</summary>
    Low = 3,
}
