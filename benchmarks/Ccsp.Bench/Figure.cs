using System.Text.Json.Serialization;

namespace Ccsp.Bench;

/// <summary>One measured figure and, where there is one, the limit it is held against.</summary>
/// <param name="Measure">The measure it came from.</param>
/// <param name="What">In words, for the table.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">For example <c>ms</c>, <c>/s</c>, <c>MB</c>, <c>×</c>.</param>
/// <param name="Limit">Null for a figure that only explains another one.</param>
/// <param name="AtLeast">Whether the limit is a lower one.</param>
internal sealed record Figure(string Measure, string What, double Value, string Unit, double? Limit = null, bool AtLeast = false)
{
    /// <summary>How far on the good side of the limit: 1 is on it, 2 twice as good. Null without a limit and for a limit of 0.</summary>
    [JsonIgnore]
    public double? Ratio => Limit is null or 0 || Value == 0 ? null : AtLeast ? Value / Limit : Limit / Value;

    [JsonIgnore]
    public bool IsMet => Limit is null || (AtLeast ? Value >= Limit : Value <= Limit);
}
