namespace Adjoint.Data.Fetching;

/// <summary>The data sets that can be fetched by name.</summary>
public static class PublishedDataTable
{
    /// <summary>The sets.</summary>
    /// <remarks>
    /// Sizes and checksums: for Fashion-MNIST the authors' page (Xiao, Rasul and Vollgraf 2017, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms"); for MNIST
    /// the sizes are those of the authors' page (LeCun, Cortes and Burges, "The MNIST database of handwritten digits"), the checksums those that torchvision publishes.
    /// </remarks>
    public static IReadOnlyList<PublishedData> All { get; } =
    [
        new(
            "fashion-mnist",
            "70,000 grey pictures of clothes, 28×28, of 10 classes: 60,000 to train and 10,000 to test on",
            Idx(
                (26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                (29_515, "25c81989df183df01b3e8a0aad5dffbe"),
                (4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
                (5_148, "bb300cfdad3c16e7a12a480ee83cd310")),
            [
                new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
                new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
                new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            ],
            "MIT, © 2017 Zalando SE",
            new("https://github.com/zalandoresearch/fashion-mnist")),
        new(
            "mnist",
            "70,000 grey pictures of handwritten digits, 28×28, of 10 classes: 60,000 to train and 10,000 to test on",
            Idx(
                (9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                (28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
                (1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
                (4_542, "ec29112dd5afa0611ce80d1b7f02629c")),
            [
                new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
                new("http://yann.lecun.com/exdb/mnist/"),
            ],
            "CC BY-SA 3.0, © Yann LeCun and Corinna Cortes",
            new("http://yann.lecun.com/exdb/mnist/")),
    ];

    /// <summary>Finds a set.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The set, or nothing if there is none of that name.</returns>
    public static PublishedData? Find(string name) => All.FirstOrDefault(data => data.Name == name);

    private static PublishedFile[] Idx(params ReadOnlySpan<(long Size, string Md5)> files)
    {
        string[] names = ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"];
        PublishedFile[] published = new PublishedFile[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            published[i] = new PublishedFile(names[i], files[i].Size, files[i].Md5);
        }

        return published;
    }
}
