namespace Adjoint.Cli.Matrices;

/// <summary>How a matrix is written.</summary>
internal enum MatrixFormat
{
    /// <summary>Aligned columns.</summary>
    Text,

    /// <summary>A LaTeX array.</summary>
    Latex,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>A <c>.npy</c> file of numbers.</summary>
    Npy,
}
