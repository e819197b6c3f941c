namespace Ccsp.Contracts;

/// <summary>The runs that were alive when an emergency stop began.</summary>
/// <param name="Live">Their number.</param>
/// <param name="Stopped">Ended by the stop; their tasks are back at the head of their queue.</param>
/// <param name="Finished">Ended by themselves meanwhile, or for another reason.</param>
/// <param name="Lost">Their instance stopped responding.</param>
/// <param name="Survivors">Still alive.</param>
public sealed record EmergencyRunsView(int Live, int Stopped, int Finished, int Lost, int Survivors);
