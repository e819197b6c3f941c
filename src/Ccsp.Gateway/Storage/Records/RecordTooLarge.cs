namespace Ccsp.Gateway.Storage.Records;

internal sealed class RecordTooLarge(string kind, string key, int bytes)
    : Exception($"The document {kind}/{key} has {bytes} bytes; a record has at most {RecordLimits.DocumentBytes}.");
