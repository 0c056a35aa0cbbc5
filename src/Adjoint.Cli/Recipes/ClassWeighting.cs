namespace Adjoint.Cli.Recipes;

/// <summary>What the classes count in the loss.</summary>
internal enum ClassWeighting
{
    /// <summary>Every picture counts alike.</summary>
    None,

    /// <summary>Every class counts alike, however many pictures it has.</summary>
    Balanced,
}
