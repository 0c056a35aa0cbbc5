namespace Adjoint.Cli.Verdicts;

/// <summary>What is asked about a model.</summary>
/// <param name="File">The model file.</param>
/// <param name="Loss">The loss by name; the one that belongs to the model's task if left out.</param>
/// <param name="Data">A file or folder of samples, or nothing for every value of input and target.</param>
/// <param name="Samples">The most samples that are read from it.</param>
internal sealed record ModelRequest(string File, string? Loss, string? Data, int? Samples);
