namespace Adjoint.Cli.Recipes;

/// <summary>How many pictures are made where none are given.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on.</param>
/// <param name="Size">Their height and width.</param>
internal sealed record GeneratedPictures(int Train, int Validation, int Test, int Size);
