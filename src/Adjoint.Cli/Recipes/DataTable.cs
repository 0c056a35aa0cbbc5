using Adjoint.Configuration;

namespace Adjoint.Cli.Recipes;

/// <summary>The kinds of data that training files may name.</summary>
internal static class DataTable
{
    /// <summary>The kinds.</summary>
    public static KindTable<DataSettings> Kinds { get; } = Create();

    private static KindTable<DataSettings> Create()
    {
        KindTable<DataSettings> kinds = new("data", new ArrayData("inputs.npy", "targets.npy", 0.1));
        kinds.Add("arrays", "Inputs and targets from two .npy files, one sample after the other.", ArrayData.Read);
        kinds.Add("labelled-pictures", "Pictures and their classes: from IDX files, a CSV file, .npy files or a folder for each class; or drawn digits.", LabelledPictureData.Read);
        kinds.Add("noisy-pictures", "Crops of pictures with noise, to be restored: from a folder of pictures, or generated.", NoisyPictureData.Read);
        return kinds;
    }
}
