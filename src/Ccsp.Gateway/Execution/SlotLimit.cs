namespace Ccsp.Gateway.Execution;

/// <summary>
/// Number of slots an instance offers: reduced at once under pressure, raised by one after each calm period (additive increase,
/// multiplicative decrease). Pure.
/// </summary>
/// <param name="Current">The limit; its whole part counts.</param>
/// <param name="ChangedAt">When it last changed; pressure is an average over ten seconds, and asking sooner would count one shortage
/// twice.</param>
internal readonly record struct SlotLimit(double Current, DateTimeOffset ChangedAt)
{
    private const double Factor = 0.7;

    private static readonly TimeSpan Spell = TimeSpan.FromSeconds(10);

    public int Slots => (int)Current;

    public SlotLimit Next(int most, bool pressed, DateTimeOffset now)
    {
        if ((now - ChangedAt).Duration() < Spell || (!pressed && Current >= most))
            return this;
        return new SlotLimit(pressed ? Math.Max(1, Math.Min(Current, most) * Factor) : Math.Min(most, Current + 1), now);
    }
}
