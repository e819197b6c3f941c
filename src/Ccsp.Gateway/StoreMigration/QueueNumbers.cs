namespace Ccsp.Gateway.StoreMigration;

/// <param name="LastEvent">The number of the latest event.</param>
/// <param name="Claims">Claims ever made.</param>
/// <param name="Epoch">Of all tokens given so far.</param>
/// <param name="VirtualTimes">By class.</param>
internal sealed record QueueNumbers(long LastEvent, long Claims, long Epoch, IReadOnlyList<double> VirtualTimes);
