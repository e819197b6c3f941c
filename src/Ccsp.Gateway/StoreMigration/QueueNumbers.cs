namespace Ccsp.Gateway.StoreMigration;

/// <param name="Epoch">Epoch of all tokens issued so far.</param>
/// <param name="VirtualTimes">By class.</param>
internal sealed record QueueNumbers(long LastEvent, long Claims, long Epoch, IReadOnlyList<double> VirtualTimes);
