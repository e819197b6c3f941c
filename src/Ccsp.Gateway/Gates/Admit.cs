using Ccsp.Contracts;

namespace Ccsp.Gateway.Gates;

/// <summary>Asks gates. Pure; used by the claim and, without effect, by explain.</summary>
internal static class Admit
{
    /// <summary>The most informative first: a refusal that needs a person comes before the others.</summary>
    private static readonly Func<GateQuestion, GateAnswer?>[] Kinds =
        [Answers.OfHold, Answers.OfQuiet, Answers.OfQuota, Answers.OfPause, Answers.OfConcurrency, Answers.OfNarrowed,
            Answers.OfAdaptive, Answers.OfRamp, Answers.OfRate];

    /// <summary>The first refusal; null when the gate admits.</summary>
    public static GateAnswer? Refusal(GateQuestion question)
    {
        foreach (var ask in Kinds)
        {
            if (ask(question) is { Admits: false } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>The answer of each kind of limit of a gate; one plain answer when it has none.</summary>
    public static IReadOnlyList<GateAnswer> All(string gate, GateState? state, int leases, Priority priorityClass, DateTimeOffset now,
        GateRules rules)
    {
        var question = new GateQuestion(state ?? new GateState { Name = gate }, leases, priorityClass, now, rules);
        List<GateAnswer> answers = [.. Kinds.Select(ask => ask(question)).OfType<GateAnswer>()];
        return answers.Count > 0 ? answers : [question.Admits(GateKind.Hold, $"{gate} is open")];
    }
}
