using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>What happens to a blocked task when a task it depends on does not succeed.</summary>
[JsonConverter(typeof(EnumNameConverter<ParentFailure>))]
public enum ParentFailure
{
    /// <summary>It fails too, with reason <c>dependency</c>.</summary>
    Fail,

    /// <summary>It continues as if that task had succeeded.</summary>
    Continue,
}
