using System.Text.Json;

namespace Ccsp.Gateway.StoreMigration;

/// <summary>One document on its way to another store.</summary>
internal sealed record MovedRecord(string Key, long Version, JsonElement Document);
