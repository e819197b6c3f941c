using System.Text.Json;

namespace Ccsp.ApiStub;

/// <summary>
/// The rules that decide each answer: the first rule that matches and is not used up; else <see cref="Default"/>.
/// The properties are settable because generated JSON code gives every absent <c>init</c> property its type's default.
/// </summary>
internal sealed record Scenario
{
    public static readonly Scenario Echo = new();

    public IReadOnlyList<Rule> Rules { get; set; } = [];

    public Answer Default { get; set; } = new() { Text = "You said: {prompt}" };

    /// <exception cref="FormatException">Not JSON, or a field this program does not know.</exception>
    public static Scenario Parse(ReadOnlySpan<byte> json)
    {
        Scenario scenario;
        try
        {
            scenario = JsonSerializer.Deserialize(json, ScenarioJson.Default.Scenario) ?? Echo;
        }
        catch (JsonException ex)
        {
            throw new FormatException(ex.Message, ex);
        }

        for (var i = 0; i < scenario.Rules.Count; i++)
        {
            if (scenario.Rules[i].Answers.Count == 0)
                throw new FormatException($"rules[{i}] has no answers");
        }

        return scenario;
    }
}
