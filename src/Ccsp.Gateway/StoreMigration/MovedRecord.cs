using System.Text.Json;

namespace Ccsp.Gateway.StoreMigration;

internal sealed record MovedRecord(string Key, long Version, JsonElement Document);
