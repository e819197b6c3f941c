namespace Ccsp.Gateway.Api.Reading;

/// <summary>Finds an existing directory.</summary>
/// <param name="path">Absolute.</param>
/// <returns>Its one canonical path, links resolved and without a slash at the end; null when there is no such directory.</returns>
internal delegate string? FindDirectory(string path);
