/// A self-signed certificate for `localhost` and 127.0.0.1, valid for a hundred years and trusted by nobody: its key is
/// public, as it stands here.
enum TestCertificate {
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBRzCB7qADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
    dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
    bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzL5sYDYq16PSw33x
    MYr7uOSRUXRhhaLmZPmbREagq6h5OJfZ+Zc9U3AHxvhbR878OPKZW3BPu9T/yTqk
    6RjSnKMvMC0wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQF
    MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgfwWmaWRUNJkWrkhtMH/aB1EVU+cnEdij
    tmn+WSE9W74CIQCnsrH+D52SYTeHTR3xa6zCWCVmRSFiD/s4tidItuWfGw==
    -----END CERTIFICATE-----
    """

  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3y74qdYmS9msUQ71
    WF2xbmiRILYAfAIAx9QI1vpAl2mhRANCAATMvmxgNirXo9LDffExivu45JFRdGGF
    ouZk+ZtERqCrqHk4l9n5lz1TcAfG+FtHzvw48plbcE+71P/JOqTpGNKc
    -----END PRIVATE KEY-----
    """
}
