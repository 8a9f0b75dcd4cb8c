//! Superclasses of the local classes: the managed-element chain every class starts from (names, types and qualifiers of CIM schema 2.32).

use super::rows::*;
use crate::cim::Type;

pub(super) const CLASSES: &[ClassRow] = &[
    MANAGED_ELEMENT,
    MANAGED_SYSTEM_ELEMENT,
    LOGICAL_ELEMENT,
    ENABLED_LOGICAL_ELEMENT,
    SYSTEM,
    LOGICAL_DEVICE,
];

const MANAGED_ELEMENT: ClassRow = ClassRow {
    name: "CIM_ManagedElement",
    superclass: "",
    qualifiers: &[ABSTRACT, text("Version", "2.19.0"), text("UMLPackagePath", "CIM::Core::CoreElements")],
    properties: &[
        property("InstanceID", Type::String, &[]),
        property("Caption", Type::String, &[max_len(64)]),
        property("Description", Type::String, &[]),
        property("ElementName", Type::String, &[]),
    ],
    methods: &[],
};

const MANAGED_SYSTEM_ELEMENT: ClassRow = ClassRow {
    name: "CIM_ManagedSystemElement",
    superclass: "CIM_ManagedElement",
    qualifiers: &[ABSTRACT, text("Version", "2.28.0"), text("UMLPackagePath", "CIM::Core::CoreElements")],
    properties: &[
        property("InstallDate", Type::Datetime, &[]),
        property("Name", Type::String, &[max_len(1024)]),
        property(
            "OperationalStatus",
            Type::Uint16Array,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|..|0x8000.."),
                values(
                    "Unknown|Other|OK|Degraded|Stressed|Predictive Failure|Error|\
                 Non-Recoverable Error|Starting|Stopping|Stopped|In Service|No Contact|\
                 Lost Communication|Aborted|Dormant|Supporting Entity in Error|Completed|\
                 Power Mode|Relocating|DMTF Reserved|Vendor Reserved",
                ),
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_ManagedSystemElement.StatusDescriptions"),
            ],
        ),
        property(
            "StatusDescriptions",
            Type::StringArray,
            &[
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_ManagedSystemElement.OperationalStatus"),
            ],
        ),
        property(
            "Status",
            Type::String,
            &[
                list("Deprecated", "CIM_ManagedSystemElement.OperationalStatus"),
                value_map(
                    "OK|Error|Degraded|Unknown|Pred Fail|Starting|Stopping|Service|Stressed|\
                 NonRecover|No Contact|Lost Comm|Stopped",
                ),
                max_len(10),
            ],
        ),
        property(
            "HealthState",
            Type::Uint16,
            &[
                value_map("0|5|10|15|20|25|30|..|32768..65535"),
                values(
                    "Unknown|OK|Degraded/Warning|Minor failure|Major failure|Critical failure|\
                 Non-recoverable error|DMTF Reserved|Vendor Specific",
                ),
            ],
        ),
        property(
            "CommunicationStatus",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|..|0x8000.."),
                values(
                    "Unknown|Not Available|Communication OK|Lost Communication|No Contact|\
                 DMTF Reserved|Vendor Reserved",
                ),
            ],
        ),
        property(
            "DetailedStatus",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|5|..|0x8000.."),
                values(
                    "Not Available|No Additional Information|Stressed|Predictive Failure|\
                 Non-Recoverable Error|Supporting Entity in Error|DMTF Reserved|Vendor Reserved",
                ),
                list(
                    "ModelCorrespondence",
                    "CIM_EnabledLogicalElement.PrimaryStatus|CIM_ManagedSystemElement.HealthState",
                ),
            ],
        ),
        property(
            "OperatingStatus",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|..|0x8000.."),
                values(
                    "Unknown|Not Available|Servicing|Starting|Stopping|Stopped|Aborted|Dormant|\
                 Completed|Migrating|Emigrating|Immigrating|Snapshotting|Shutting Down|In Test|\
                 Transitioning|In Service|DMTF Reserved|Vendor Reserved",
                ),
                list("ModelCorrespondence", "CIM_EnabledLogicalElement.EnabledState"),
            ],
        ),
        property(
            "PrimaryStatus",
            Type::Uint16,
            &[
                value_map("0|1|2|3|..|0x8000.."),
                values("Unknown|OK|Degraded|Error|DMTF Reserved|Vendor Reserved"),
                list(
                    "ModelCorrespondence",
                    "CIM_ManagedSystemElement.DetailedStatus|CIM_ManagedSystemElement.HealthState",
                ),
            ],
        ),
    ],
    methods: &[],
};

const LOGICAL_ELEMENT: ClassRow = ClassRow {
    name: "CIM_LogicalElement",
    superclass: "CIM_ManagedSystemElement",
    qualifiers: &[ABSTRACT, text("Version", "2.6.0"), text("UMLPackagePath", "CIM::Core::CoreElements")],
    properties: &[],
    methods: &[],
};

const ENABLED_LOGICAL_ELEMENT: ClassRow = ClassRow {
    name: "CIM_EnabledLogicalElement",
    superclass: "CIM_LogicalElement",
    qualifiers: &[ABSTRACT, text("Version", "2.22.0"), text("UMLPackagePath", "CIM::Core::CoreElements")],
    properties: &[
        property(
            "EnabledState",
            Type::Uint16,
            &[
                value_map("0|1|2|3|4|5|6|7|8|9|10|11..32767|32768..65535"),
                values(
                    "Unknown|Other|Enabled|Disabled|Shutting Down|Not Applicable|Enabled but Offline|\
                 In Test|Deferred|Quiesce|Starting|DMTF Reserved|Vendor Reserved",
                ),
                list("ModelCorrespondence", "CIM_EnabledLogicalElement.OtherEnabledState"),
            ],
        )
        .default(5),
        property(
            "OtherEnabledState",
            Type::String,
            &[list("ModelCorrespondence", "CIM_EnabledLogicalElement.EnabledState")],
        ),
        property(
            "RequestedState",
            Type::Uint16,
            &[
                value_map("0|2|3|4|5|6|7|8|9|10|11|12|..|32768..65535"),
                values(
                    "Unknown|Enabled|Disabled|Shut Down|No Change|Offline|Test|Deferred|Quiesce|\
                 Reboot|Reset|Not Applicable|DMTF Reserved|Vendor Reserved",
                ),
                list("ModelCorrespondence", "CIM_EnabledLogicalElement.EnabledState"),
            ],
        )
        .default(12),
        property(
            "EnabledDefault",
            Type::Uint16,
            &[
                WRITE,
                value_map("2|3|5|6|7|9|..|32768..65535"),
                values(
                    "Enabled|Disabled|Not Applicable|Enabled but Offline|No Default|Quiesce|\
                 DMTF Reserved|Vendor Reserved",
                ),
            ],
        )
        .default(2),
        property("TimeOfLastStateChange", Type::Datetime, &[]),
        property(
            "AvailableRequestedStates",
            Type::Uint16Array,
            &[
                value_map("2|3|4|6|7|8|9|10|11|.."),
                values("Enabled|Disabled|Shut Down|Offline|Test|Defer|Quiesce|Reboot|Reset|DMTF Reserved"),
                list(
                    "ModelCorrespondence",
                    "CIM_EnabledLogicalElement.RequestStateChange|\
                 CIM_EnabledLogicalElementCapabilities.RequestedStatesSupported",
                ),
            ],
        ),
        property(
            "TransitioningToState",
            Type::Uint16,
            &[
                value_map("0|2|3|4|5|6|7|8|9|10|11|12|.."),
                values(
                    "Unknown|Enabled|Disabled|Shut Down|No Change|Offline|Test|Defer|Quiesce|Reboot|\
                 Reset|Not Applicable|DMTF Reserved",
                ),
                list(
                    "ModelCorrespondence",
                    "CIM_EnabledLogicalElement.RequestStateChange|\
                 CIM_EnabledLogicalElement.RequestedState|CIM_EnabledLogicalElement.EnabledState",
                ),
            ],
        )
        .default(12),
    ],
    methods: &[method(
        "RequestStateChange",
        Type::Uint32,
        &[
            value_map("0|1|2|3|4|5|6|..|4096|4097|4098|4099|4100..32767|32768..65535"),
            values(
                "Completed with No Error|Not Supported|Unknown or Unspecified Error|\
                 Cannot complete within Timeout Period|Failed|Invalid Parameter|In Use|\
                 DMTF Reserved|Method Parameters Checked - Job Started|Invalid State Transition|\
                 Use of Timeout Parameter Not Supported|Busy|Method Reserved|Vendor Specific",
            ),
            list("ModelCorrespondence", "CIM_EnabledLogicalElement.RequestedState"),
        ],
        &[
            property(
                "RequestedState",
                Type::Uint16,
                &[
                    IN,
                    value_map("2|3|4|6|7|8|9|10|11|..|32768..65535"),
                    values(
                        "Enabled|Disabled|Shut Down|Offline|Test|Defer|Quiesce|Reboot|Reset|\
                     DMTF Reserved|Vendor Reserved",
                    ),
                    list("ModelCorrespondence", "CIM_EnabledLogicalElement.RequestedState"),
                ],
            ),
            reference("Job", "CIM_ConcreteJob", &[NOT_IN, OUT]),
            property("TimeoutPeriod", Type::Datetime, &[IN]),
        ],
    )],
};

const SYSTEM: ClassRow = ClassRow {
    name: "CIM_System",
    superclass: "CIM_EnabledLogicalElement",
    qualifiers: &[ABSTRACT, text("Version", "2.15.0"), text("UMLPackagePath", "CIM::Core::CoreElements")],
    properties: &[
        property("CreationClassName", Type::String, &[KEY, max_len(256)]),
        property("Name", Type::String, &[KEY, overrides("Name"), max_len(256)]),
        property("NameFormat", Type::String, &[max_len(64)]),
        property("PrimaryOwnerName", Type::String, &[WRITE, max_len(64)]),
        property("PrimaryOwnerContact", Type::String, &[WRITE, max_len(256)]),
        property("Roles", Type::StringArray, &[WRITE]),
        property(
            "OtherIdentifyingInfo",
            Type::StringArray,
            &[
                text("ArrayType", "Indexed"),
                max_len(256),
                list("ModelCorrespondence", "CIM_System.IdentifyingDescriptions"),
            ],
        ),
        property(
            "IdentifyingDescriptions",
            Type::StringArray,
            &[text("ArrayType", "Indexed"), list("ModelCorrespondence", "CIM_System.OtherIdentifyingInfo")],
        ),
    ],
    methods: &[],
};

const LOGICAL_DEVICE: ClassRow = ClassRow {
    name: "CIM_LogicalDevice",
    superclass: "CIM_EnabledLogicalElement",
    qualifiers: &[ABSTRACT, text("Version", "2.8.0"), text("UMLPackagePath", "CIM::Core::Device")],
    properties: &[
        property(
            "SystemCreationClassName",
            Type::String,
            &[KEY, max_len(256), propagated("CIM_System.CreationClassName")],
        ),
        property("SystemName", Type::String, &[KEY, max_len(256), propagated("CIM_System.Name")]),
        property("CreationClassName", Type::String, &[KEY, max_len(256)]),
        property("DeviceID", Type::String, &[KEY, max_len(64)]),
        property(
            "PowerManagementSupported",
            Type::Boolean,
            &[list("Deprecated", "CIM_PowerManagementCapabilities")],
        ),
        property(
            "PowerManagementCapabilities",
            Type::Uint16Array,
            &[
                list("Deprecated", "CIM_PowerManagementCapabilities.PowerCapabilities"),
                value_map("0|1|2|3|4|5|6|7"),
                values(
                    "Unknown|Not Supported|Disabled|Enabled|Power Saving Modes Entered Automatically|\
                 Power State Settable|Power Cycling Supported|Timed Power On Supported",
                ),
            ],
        ),
        property(
            "Availability",
            Type::Uint16,
            &[
                value_map("1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21"),
                values(
                    "Other|Unknown|Running/Full Power|Warning|In Test|Not Applicable|Power Off|\
                 Off Line|Off Duty|Degraded|Not Installed|Install Error|Power Save - Unknown|\
                 Power Save - Low Power Mode|Power Save - Standby|Power Cycle|\
                 Power Save - Warning|Paused|Not Ready|Not Configured|Quiesced",
                ),
                list("ModelCorrespondence", "CIM_LogicalDevice.AdditionalAvailability"),
            ],
        ),
        property(
            "StatusInfo",
            Type::Uint16,
            &[
                list("Deprecated", "CIM_EnabledLogicalElement.EnabledState"),
                value_map("1|2|3|4|5"),
                values("Other|Unknown|Enabled|Disabled|Not Applicable"),
            ],
        ),
        property("LastErrorCode", Type::Uint32, &[list("Deprecated", "CIM_DeviceErrorData.LastErrorCode")]),
        property(
            "ErrorDescription",
            Type::String,
            &[list("Deprecated", "CIM_DeviceErrorData.ErrorDescription")],
        ),
        property(
            "ErrorCleared",
            Type::Boolean,
            &[list("Deprecated", "CIM_ManagedSystemElement.OperationalStatus")],
        ),
        property(
            "OtherIdentifyingInfo",
            Type::StringArray,
            &[
                text("ArrayType", "Indexed"),
                max_len(256),
                list("ModelCorrespondence", "CIM_LogicalDevice.IdentifyingDescriptions"),
            ],
        ),
        property("PowerOnHours", Type::Uint64, &[units("Hours"), COUNTER]),
        property("TotalPowerOnHours", Type::Uint64, &[units("Hours"), COUNTER]),
        property(
            "IdentifyingDescriptions",
            Type::StringArray,
            &[
                text("ArrayType", "Indexed"),
                list("ModelCorrespondence", "CIM_LogicalDevice.OtherIdentifyingInfo"),
            ],
        ),
        property(
            "AdditionalAvailability",
            Type::Uint16Array,
            &[
                value_map("1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21"),
                values(
                    "Other|Unknown|Running/Full Power|Warning|In Test|Not Applicable|Power Off|\
                 Off Line|Off Duty|Degraded|Not Installed|Install Error|Power Save - Unknown|\
                 Power Save - Low Power Mode|Power Save - Standby|Power Cycle|\
                 Power Save - Warning|Paused|Not Ready|Not Configured|Quiesced",
                ),
                list("ModelCorrespondence", "CIM_LogicalDevice.Availability"),
            ],
        ),
        property("MaxQuiesceTime", Type::Uint64, &[list("Deprecated", "No value"), units("MilliSeconds")]),
    ],
    methods: &[
        method(
            "SetPowerState",
            Type::Uint32,
            &[list("Deprecated", "CIM_PowerManagementService.SetPowerState")],
            &[
                property(
                    "PowerState",
                    Type::Uint16,
                    &[
                        IN,
                        value_map("1|2|3|4|5|6"),
                        values(
                            "Full Power|Power Save - Low Power Mode|Power Save - Standby|\
                     Power Save - Other|Power Cycle|Power Off",
                        ),
                    ],
                ),
                property("Time", Type::Datetime, &[IN]),
            ],
        ),
        method("Reset", Type::Uint32, &[], &[]),
        method(
            "EnableDevice",
            Type::Uint32,
            &[list("Deprecated", "CIM_EnabledLogicalElement.RequestStateChange")],
            &[property("Enabled", Type::Boolean, &[IN])],
        ),
        method(
            "OnlineDevice",
            Type::Uint32,
            &[list("Deprecated", "CIM_EnabledLogicalElement.RequestStateChange")],
            &[property("Online", Type::Boolean, &[IN])],
        ),
        method(
            "QuiesceDevice",
            Type::Uint32,
            &[list("Deprecated", "CIM_EnabledLogicalElement.RequestStateChange")],
            &[property("Quiesce", Type::Boolean, &[IN])],
        ),
        method("SaveProperties", Type::Uint32, &[], &[]),
        method("RestoreProperties", Type::Uint32, &[], &[]),
    ],
};
